"""Long work that no visitor waits for: calibration on answers of those who agreed, on a cluster where there is one."""
