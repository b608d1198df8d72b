"""The page that the Airflow plugin shows: ranks, histories, sentences, portals, pending figures, alerts. Reads only."""
