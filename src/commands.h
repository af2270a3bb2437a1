/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include "cli/command.h"

extern const struct command COMMANDS[];
extern const size_t COMMANDS_COUNT;
