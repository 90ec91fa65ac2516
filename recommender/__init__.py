"""First floor: advises. From a distance between levels and a goal to a learning path that can be proven and explained."""
