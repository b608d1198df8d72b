"""What runs in, or tries, the containers of docker-compose.yml."""
