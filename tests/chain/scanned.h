/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/scan.h"
/*
 * scanned: one scan of one endpoint, to its end, as a test writes it.
 */
struct to_scan {
	const char *source; /* "evm-native" too */
	const char *url;
	enum network network;
	const struct watch *watches;
	size_t n;
	int64_t tip; /* -1: the endpoint is asked */
	int64_t final;
	const char *cursor;
};

const struct scan *scanned(const struct to_scan *what);
struct watch watch_of(const char *asset, enum chain chain, const char *address);
/* "http://127.0.0.1:PORT" */
const char *url_at(int port);
