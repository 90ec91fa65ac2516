"""Room of everybody: home, and the pages that say how Azimut works and what it keeps."""
