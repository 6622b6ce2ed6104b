"""The user's own CSV file: what is recognised, and how its columns are typed."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from desktop_nn.data.sources import describe
from tests.core.data.tables import column, csv_dataset, csv_source

FLOWERS = "length,width,species\n5.1,3.5,setosa\n4.9,3.0,virginica\n6.2,2.9,setosa\n"


def test_that_numbers_and_categories_are_told_apart(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, FLOWERS)
    assert [item.kind for item in data.description.columns] == ["number", "number", "category"]
    assert data.values["length"].tolist() == [5.1, 4.9, 6.2]
    assert data.values["length"].dtype == np.float64
    assert column(data, "species").categories == ("setosa", "virginica")
    assert data.values["species"].tolist() == [0, 1, 0]
    assert data.values["species"].dtype == np.int64


def test_that_the_values_are_those_that_pandas_reads(tmp_path: Path) -> None:
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(500, 3)), columns=["a", "b", "c"])
    data = csv_dataset(tmp_path, frame.to_csv(index=False))
    again = pd.read_csv(tmp_path / "table.csv")
    for name in frame.columns:
        np.testing.assert_array_equal(data.values[name], again[name])


def test_that_the_title_is_the_files_name(tmp_path: Path) -> None:
    assert csv_dataset(tmp_path, FLOWERS).description.title == "table.csv"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_that_the_separator_is_recognised(tmp_path: Path, separator: str) -> None:
    data = csv_dataset(tmp_path, FLOWERS.replace(",", separator))
    assert [item.name for item in data.description.columns] == ["length", "width", "species"]
    assert len(data) == 3


def test_that_columns_may_be_set_apart_by_spaces(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, " 0.1  2   3\n 4.5  5 6\n")
    assert [data.values[item.name].tolist() for item in data.description.columns] == [[0.1, 4.5], [2, 5], [3, 6]]


def test_that_a_decimal_comma_is_recognised(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "a;b\n1,5;2,25\n3,5;4,75\n")
    assert data.values["a"].tolist() == [1.5, 3.5]
    assert data.values["b"].tolist() == [2.25, 4.75]


def test_that_a_decimal_comma_is_recognised_without_a_header(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "1,5;2,25;3,5\n3,5;4,75;5,5\n")
    assert data.values["column 3"].tolist() == [3.5, 5.5]


def test_that_a_comma_inside_quotes_separates_nothing(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, 'city,size\n"Paris, France",1\n"Rome, Italy",2\n')
    assert column(data, "city").categories == ("Paris, France", "Rome, Italy")


def test_that_a_single_column_needs_no_separator(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "value\n1\n2\n3\n")
    assert data.values["value"].tolist() == [1, 2, 3]
    assert data.description.targets == ()


def test_that_a_missing_header_is_noticed(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "5.1,3.5,setosa\n4.9,3.0,virginica\n")
    assert len(data) == 2
    assert [item.name for item in data.description.columns] == ["column 1", "column 2", "column 3"]


def test_that_the_user_overrules_the_header(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "2019,2020\n1,2\n3,4\n", header=True)
    assert data.values["2019"].tolist() == [1, 3]
    assert len(csv_dataset(tmp_path, FLOWERS, header=False)) == 4


def test_that_the_user_overrules_the_separator(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "a,b;c\n1,2;3\n", separator=",")
    assert [item.name for item in data.description.columns] == ["a", "b;c"]


def test_that_the_user_overrules_the_type_of_a_column(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "grade,x\n10,1\n9,2\n10,3\n", types={"grade": "category"})
    assert column(data, "grade").categories == ("9", "10")
    assert data.values["grade"].tolist() == [1, 0, 1]


def test_that_a_whole_number_keeps_its_name_as_a_class_beside_a_gap(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "grade,x\n1,1\n,2\n2,3\n", types={"grade": "category"})
    assert column(data, "grade").categories == ("1", "2")
    assert data.values["grade"].tolist() == [0, -1, 1]


def test_that_true_and_false_are_a_category(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "x,smoker\n1,True\n2,False\n3,\n")
    assert column(data, "smoker").categories == ("False", "True")
    assert data.values["smoker"].tolist() == [1, 0, -1]


@pytest.mark.parametrize("gap", ["", "NA", "nan", "?", "-", "null"])
def test_that_gaps_are_counted(tmp_path: Path, gap: str) -> None:
    data = csv_dataset(tmp_path, f"x,kind,y\n1,a,1\n{gap},{gap},2\n3,b,3\n")
    assert (column(data, "x").missing, column(data, "kind").missing, column(data, "y").missing) == (1, 1, 0)
    assert np.isnan(data.values["x"][1])
    assert data.values["kind"].tolist() == [0, -1, 1]


def test_that_the_range_of_a_number_is_known_in_spite_of_gaps(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "x,y\n4,1\n,2\n-3,3\n")
    assert (column(data, "x").minimum, column(data, "x").maximum) == (-3, 4)


def test_that_a_few_words_among_numbers_count_as_missing_with_a_note(tmp_path: Path) -> None:
    rows = "".join(f"{number},{number}\n" for number in range(30))
    data = csv_dataset(tmp_path, f"x,y\n{rows}unknown,1\n")
    assert column(data, "x").missing == 1
    assert any("“x”" in note and "unknown" in note for note in data.description.notes)


def test_that_infinite_values_count_as_missing_with_a_note(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "x,y\n1,1\ninf,2\n3,3\n")
    assert column(data, "x").missing == 1
    assert any("infinite" in note for note in data.description.notes)


@pytest.mark.parametrize("dates", [["2020-01-31", "2021-12-01"], ["31.01.2020", "1.12.21"], ["12:30", "08:00:01"]])
def test_that_dates_and_times_are_left_out_with_a_note(tmp_path: Path, dates: list[str]) -> None:
    data = csv_dataset(tmp_path, f"when,y\n{dates[0]},1\n{dates[1]},2\n")
    assert [item.name for item in data.description.columns] == ["y"]
    assert any("“when”" in note and "dates" in note for note in data.description.notes)


def test_that_free_text_is_left_out_with_a_note(tmp_path: Path) -> None:
    rows = "".join(f"customer number {number} said something,{number}\n" for number in range(100))
    data = csv_dataset(tmp_path, f"remark,y\n{rows}")
    assert [item.name for item in data.description.columns] == ["y"]
    assert any("free text (100 different entries)" in note for note in data.description.notes)


def test_that_an_empty_column_is_left_out_with_a_note(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "x,void,y\n1,,1\n2,,2\n")
    assert [item.name for item in data.description.columns] == ["x", "y"]
    assert any("“void” is empty" in note for note in data.description.notes)


def test_that_a_nameless_row_counter_is_left_out(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": [5.0, 6.0, 7.0], "y": [1, 2, 1]})
    data = csv_dataset(tmp_path, frame.to_csv())
    assert [item.name for item in data.description.columns] == ["x", "y"]
    assert any("counts the rows" in note for note in data.description.notes)


def test_that_the_first_column_of_a_file_without_header_is_kept(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "0,5\n1,7\n2,9\n")
    assert [item.name for item in data.description.columns] == ["column 1", "column 2"]


def test_that_equal_names_are_made_different(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "a,a, a\n1,2,3\n4,5,6\n")
    names = [item.name for item in data.description.columns]
    assert len(set(names)) == 3
    assert data.values[names[2]].tolist() == [3, 6]


def test_that_the_last_column_is_proposed_as_target(tmp_path: Path) -> None:
    assert csv_dataset(tmp_path, FLOWERS).description.targets == ("species",)


def test_that_a_column_called_target_is_proposed_wherever_it_stands(tmp_path: Path) -> None:
    assert csv_dataset(tmp_path, "Target,x\n1,2\n3,4\n").description.targets == ("Target",)


def test_that_a_file_in_utf8_with_a_mark_is_read(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "größe,y\n1,2\n3,4\n".encode("utf-8-sig"))
    assert [item.name for item in data.description.columns] == ["größe", "y"]
    assert data.description.notes == ()


def test_that_a_file_in_latin_1_is_read_with_a_note(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "größe,y\n1,2\n3,4\n".encode("latin-1"))
    assert [item.name for item in data.description.columns] == ["größe", "y"]
    assert "Latin-1" in data.description.notes[0]


def test_that_a_file_in_utf16_is_read(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "größe;y\n1;2\n3;4\n".encode("utf-16"))
    assert [item.name for item in data.description.columns] == ["größe", "y"]


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_that_every_systems_line_endings_are_read(tmp_path: Path, ending: str) -> None:
    data = csv_dataset(tmp_path, FLOWERS.replace("\n", ending))
    assert len(data) == 3
    assert column(data, "species").categories == ("setosa", "virginica")


def test_that_blank_lines_are_passed_over(tmp_path: Path) -> None:
    assert len(csv_dataset(tmp_path, "a,b\n1,2\n\n3,4\n\n")) == 2


def test_that_a_changed_file_is_read_again(tmp_path: Path) -> None:
    source = csv_source(tmp_path, FLOWERS)
    assert describe(source).samples == 3
    path = tmp_path / "table.csv"
    path.write_text(FLOWERS + "1,2,setosa\n")
    os.utime(path, ns=(1, 1))
    assert describe(source).samples == 4


def test_that_a_long_file_is_read_whole(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, "x,y\n" + "1.5,2\n" * 50_000)
    assert len(data) == 50_000
