/* SPDX-License-Identifier: MIT */
#pragma once
#include "cli/command.h"
#include "cli/doctor_say.h"

int cli_doctor(struct command_context *c, int argc, char **argv);
/* Whether browsers say another origin than the setting does. */
void doctor_origin(struct visit *v);
