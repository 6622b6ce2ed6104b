"""Settings of dmgbuild: the disk image with the app and a link to Applications (https://dmgbuild.readthedocs.io)."""

import os

app = os.environ["APP"]
format = "UDZO"
files = [app]
symlinks = {"Applications": "/Applications"}
icon_locations = {os.path.basename(app): (140, 130), "Applications": (400, 130)}
window_rect = ((200, 200), (540, 320))
icon_size = 96
text_size = 13
show_status_bar = False
show_toolbar = False
