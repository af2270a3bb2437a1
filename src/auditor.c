/* SPDX-License-Identifier: MIT */
/*
 * cointill-audit: whether the books are right.
 *
 *   cointill-audit [--config FILE] [--json] [--truth FILE]
 *
 * Reads everything as a database user that cannot write, with statements of
 * its own (auditor/), and prints a line for each thing that is wrong.  With
 * the truth log of the sandbox it also compares what was credited with what
 * was paid.  Exit status: 0 when all holds, 1 with findings, 2 when it could
 * not look.
 */
#include <getopt.h>
#include <stdio.h>
#include "auditor/audit.h"
#include "db/db.h"
#include "open.h"

static int usage(FILE *to, int status)
{
	fputs("usage: cointill-audit [--config FILE] [--json]"
	      " [--truth FILE]\n",
	      to);
	return status;
}

static int look(const char *truth, bool as_json)
{
	struct db *db = open_any_db(SET_DB_USER_AUDIT);
	int status;

	db_be_patient(db);
	status = audit_report(db, truth, as_json, stdout, stderr);
	db_close(db);
	/* What nobody could read was not said. */
	return fflush(stdout) || ferror(stdout) ? 2 : status;
}

int main(int argc, char **argv)
{
	static const struct option OPTIONS[] = {
		{"config", required_argument, NULL, 'c'},
		{"json",   no_argument,       NULL, 'j'},
		{"truth",  required_argument, NULL, 't'},
		{"help",   no_argument,       NULL, 'h'},
		{NULL,     0,                 NULL, 0  },
	};
	const char *config = NULL, *truth = NULL;
	bool as_json = false;
	int option;

	while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) >= 0) {
		if (option == 'h')
			return usage(stdout, 0);
		if (option == 'c')
			config = optarg;
		else if (option == 't')
			truth = optarg;
		else if (option == 'j')
			as_json = true;
		else
			return usage(stderr, 2);
	}
	if (optind < argc)
		return usage(stderr, 2);
	return open_settings(config) ? look(truth, as_json) : 2;
}
