/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * follow: the worker that does not end (cointill-worker --follow ask).
 *
 * It looks ten times a second for what job `ask` has to do and gives each
 * chore a process of its own, so that one that a foreign service keeps waiting
 * keeps no other waiting: at most a few of one coin, and of callbacks.  A
 * chore is taken in the database by its own process before anything is sent,
 * so any number of these may run, and be killed.
 */

/* Until SIGTERM or SIGINT, then until the last chore is done; the exit
 * status. */
int follow(void);
