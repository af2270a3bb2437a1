/* SPDX-License-Identifier: MIT */
#include "catalog/unit.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "identity/identity.h"

/* Of this process, which serves one shop. */
static struct {
	bool open;
	struct key seal, fingerprint;
} keys;

bool unit_keys_open(const char *path)
{
	struct key master;

	if (!key_read(&master, path) || !identity_takes(IDENTITY_UNIT, &master))
		return false;
	keys.seal = key_derive(&master, "unit seal");
	keys.fingerprint = key_derive(&master, "unit fingerprint");
	keys.open = true;
	explicit_bzero(&master, sizeof(master));
	return true;
}

struct fingerprint unit_fingerprint(struct slice content)
{
	struct fingerprint f;

	must(keys.open);
	hmac_sha256(f.bytes, &keys.fingerprint, content);
	return f;
}

static const char *context(struct arena *a, const void *fingerprint)
{
	return arena_printf(a, "unit:%s",
	                    text_hex(a, fingerprint, SHA256_BYTES));
}

struct slice unit_seal(struct arena *a, const struct fingerprint *f,
                       struct slice content)
{
	must(keys.open && content.len <= UNIT_CONTENT_MAX);
	return seal(a, &keys.seal, context(a, f->bytes), content);
}

struct slice unit_open(struct arena *a, struct slice fingerprint,
                       struct slice sealed)
{
	struct slice content;

	must(keys.open);
	if (fingerprint.len != SHA256_BYTES ||
	    !unseal(&content, a, &keys.seal, context(a, fingerprint.p), sealed))
		return (struct slice){NULL, 0};
	return content;
}
