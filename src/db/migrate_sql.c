/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "db/inside.h"

const char MIGRATIONS_TABLE[] =
	"CREATE TABLE IF NOT EXISTS schema_migrations ("
	" n INT NOT NULL PRIMARY KEY"
	"  COMMENT 'number at the head of the file name',"
	" name VARCHAR(190) NOT NULL COMMENT 'name of the file',"
	" sha256 CHAR(64) NOT NULL COMMENT 'of its bytes, as hexadecimal',"
	" applied_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)"
	"  COMMENT 'when it was through, UTC'"
	") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"
	"  COMMENT='the files of the schema that were applied'";

STATEMENT(TABLE_EXISTS, "SELECT COUNT(*) AS found"
                        "  FROM information_schema.tables"
                        " WHERE table_schema = DATABASE()"
                        "   AND table_name = 'schema_migrations'");

STATEMENT(ALL, "SELECT n, name, sha256 FROM schema_migrations ORDER BY n");

STATEMENT(ADD,
          "INSERT INTO schema_migrations (n, name, sha256) VALUES (?, ?, ?)");

static struct applied applied_from(const struct row *r)
{
	return (struct applied){row_int(r, "n"), row_text(r, "name"),
	                        row_text(r, "sha256")};
}

struct applied_list migrations_list(struct db *db, struct arena *a)
{
	struct applied *v;
	struct rows rows;

	if (!row_int(db_row(db, a, &TABLE_EXISTS, NO_ARGS), "found"))
		return (struct applied_list){0, NULL};
	rows = db_rows(db, a, &ALL, NO_ARGS);
	v = arena_array(a, rows.n + 1, struct applied);
	for (size_t i = 0; i < rows.n; i++)
		v[i] = applied_from(rows.row[i]);
	return (struct applied_list){rows.n, v};
}

void migrations_add(struct db *db, const struct applied *done)
{
	/* Another migrate at the same time may have been faster. */
	db_try_insert(db, NULL, &ADD,
	              ARGS(arg_int(done->n), arg_text(done->name),
	                   arg_text(done->sha256)));
}
