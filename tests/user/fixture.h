/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * fixture: a folder with an app key of its own, and the settings that tests
 * of accounts need; without MariaDB and Redis.
 */
void user_fixture(void);
void user_fixture_end(void);
