/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * proxy: a process between us and a server, that spoils one exchange.
 *
 * The first time the bytes of `needle` pass to the server, the fault happens;
 * before and afterwards everything passes.  It serves one connection at a
 * time and ends with the test.
 */
enum fault {
	FAULT_CUT_REQUEST, /* hang up, the server never saw it */
	FAULT_CUT_ANSWER,  /* the server did it, we never hear */
	FAULT_LATE_ANSWER  /* we hear half a second later */
};

/* The socket to connect to instead of `server`. */
const char *proxy_open(const char *server, enum fault fault,
                       const char *needle);
