#!/bin/sh
# Makes the secrets of docker-compose.yml, each once: run it again after an upgrade, it only adds what is new.
# The folder is closed to everybody else on this machine; the files in it can be read by the containers' own users.
# No file ends with a newline: it would become part of the secret.
set -eu
umask 077
folder="${1:-$(dirname "$0")/secrets}"
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"

keep() { # name: the secret from standard input, unless there is one
    if [ -e "$1" ]; then
        cat >/dev/null
    else
        tr -d '\n' >"$1.new"
        mv "$1.new" "$1"
        echo "made $folder/$1"
    fi
    chmod 644 "$1" # its owner may write a new one into it
}
hex() { od -An -vtx1 -N"$1" /dev/urandom | tr -d ' '; }

hex 24 | keep postgres_password
hex 24 | keep redis_password
hex 24 | keep lake_password
hex 10 | keep s3_key_id
hex 24 | keep s3_secret
hex 64 | keep jwt_secret
hex 64 | keep api_secret
head -c 32 /dev/urandom | base64 | tr '+/' '-_' | keep fernet_key
hex 9 | keep ops_password

printf 'postgresql+psycopg2://airflow:%s@postgres:5432/airflow' "$(cat postgres_password)" | keep database_url
printf 'redis://:%s@redis:6379/0' "$(cat redis_password)" | keep redis_url
printf 'requirepass %s' "$(cat redis_password)" | keep redis.conf
# Who may do what in the object store of the profile `store`. With a store of somebody else's, write its key into
# s3_key_id and s3_secret.
printf '{"identities": [{"name": "parwatch", "credentials": [{"accessKey": "%s", "secretKey": "%s"}], "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}' \
    "$(cat s3_key_id)" "$(cat s3_secret)" | keep objects.json
# An empty channel is none: write an Apprise address into it, without a newline (docs/alerts.md).
printf '' | keep channel_ops
printf '' | keep channel_chat
echo "The user ops logs in with the password in $folder/ops_password"
