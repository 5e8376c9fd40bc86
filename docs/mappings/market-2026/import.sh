#!/bin/sh
# Brings the lists of this folder into the landscape. Run it from the top of the repository; it may be run again.
set -eu
landscape=${LANDSCAPE:-landscape}
graph=${GRAPH:-graph}
here=docs/mappings
for list in companies ownership offers needs reports-to; do
  "$landscape" import tsv "$here/market-2026/$list.tsv" --map "$here/market-2026/$list.json" \
    --exclude "$here/excluded.tsv" --into "$graph"
done
