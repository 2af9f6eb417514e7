#!/bin/sh
# The accounts of the broker for the people that are named, and what each container needs of them: passwords that are there
# stay, missing ones are drawn. Run as root with the right to hand files over, by compose.yaml.
set -eu
people=$1
user=1000

dome accounts render --people "$people" --passwords generate --out /accounts

# A new file each time: root without its other rights cannot write into one that it has handed over.
give() {
  target=$1
  shift
  for file in "$@"; do
    to="$target/$(basename "$file")"
    rm -f "$to"
    cp "$file" "$to"
    chmod 400 "$to"
    chown "$user" "$to"
  done
}

give /to/nats /server.conf /browsers.conf /accounts/accounts.conf
give /to/provision /accounts/passwords/domed-provisioner /accounts/passwords/dome-provisioner
give /to/dome /accounts/passwords/dome
give /to/domed /accounts/passwords/domed
for person in $(echo "$people" | tr , ' '); do give /to/people "/accounts/passwords/$person"; done
chown "$user" /to/store*
