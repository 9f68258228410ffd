#!/bin/sh
# For the official image, which allows a worker 1024 connections: an open stream takes two, one on
# either side.
set -eu
sed -i 's/worker_connections .*/worker_connections 16384;/' /etc/nginx/nginx.conf
