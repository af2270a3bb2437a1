/* SPDX-License-Identifier: MIT */
#include "db/db.h"
#include "watch/cursor.h"

STATEMENT(FIND, "SELECT cursor_text FROM cursors"
                " WHERE network = ? AND source IN (?, ?)"
                " ORDER BY source = ? DESC LIMIT 1");

const char *cursor_find(struct db *db, struct arena *a, const char *network,
                        const char *name, const char *kind)
{
	const struct row *row = db_row(db, a, &FIND,
	                               ARGS(arg_text(network), arg_text(name),
	                                    arg_text(kind), arg_text(name)));

	return row ? row_text(row, "cursor_text") : NULL;
}

STATEMENT(MOVE, "INSERT INTO cursors (network, source, cursor_text, moved_at)"
                "  VALUES (?, ?, ?, UTC_TIMESTAMP(3))"
                " ON DUPLICATE KEY UPDATE cursor_text = VALUE(cursor_text),"
                "  moved_at = VALUE(moved_at)");

void cursor_move(struct db *db, const char *network, const char *name,
                 const char *cursor)
{
	(void)db_run(db, &MOVE,
	             ARGS(arg_text(network), arg_text(name), arg_text(cursor)));
}
