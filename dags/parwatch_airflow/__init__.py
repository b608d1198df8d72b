"""What our DAG files share, and Airflow's processes import: a package on PYTHONPATH, no DAG file."""
