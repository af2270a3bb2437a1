/* SPDX-License-Identifier: MIT */
#include "base/seal.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "base/random.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	VERSION = 1,
	NONCE_BYTES = 12,
	TAG_BYTES = 16,
	HEAD_BYTES = 1 + NONCE_BYTES,
	LARGEST = 1 << 30 /* OpenSSL counts in int */
};

struct key key_derive(const struct key *master, const char *purpose)
{
	EVP_KDF *hkdf = EVP_KDF_fetch(NULL, OSSL_KDF_NAME_HKDF, NULL);
	EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(hkdf);
	struct key key;
	char digest[] = "SHA256";
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest,
	                                         0),
		OSSL_PARAM_construct_octet_string(
			OSSL_KDF_PARAM_KEY, (void *)master->bytes, KEY_BYTES),
		OSSL_PARAM_construct_octet_string(
			OSSL_KDF_PARAM_INFO, (void *)purpose, strlen(purpose)),
		OSSL_PARAM_construct_end(),
	};

	must(ctx);
	must(EVP_KDF_derive(ctx, key.bytes, KEY_BYTES, params) == 1);
	EVP_KDF_CTX_free(ctx);
	EVP_KDF_free(hkdf);
	return key;
}

/* A systemd credential belongs to root and is opened to its service by an
 * access list, whose mask shows as the group's bits. */
static bool is_private(const struct stat *st)
{
	mode_t others = st->st_mode & 077;

	if (!S_ISREG(st->st_mode))
		return false;
	return others == 0 ||
	       (others == 040 && st->st_uid == 0 && geteuid() != 0);
}

static bool parse_key(struct key *out, char *text)
{
	size_t len = strlen(text);

	while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
		text[--len] = '\0';
	return len == 2 * KEY_BYTES && text_unhex(out->bytes, KEY_BYTES, text);
}

static bool read_key(struct key *out, int fd, const char *path)
{
	char text[2 * KEY_BYTES + 8] = "";
	struct stat st;
	ssize_t n;
	bool ok;

	if (fstat(fd, &st) != 0 || !is_private(&st)) {
		log_error("%s: a key must be a file only its owner can read",
		          path);
		return false;
	}
	n = read(fd, text, sizeof(text) - 1);
	ok = n > 0 && parse_key(out, text);
	OPENSSL_cleanse(text, sizeof(text));
	if (!ok)
		log_error("%s: a key is 64 hex digits", path);
	return ok;
}

bool key_read(struct key *out, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool ok;

	if (fd < 0) {
		log_error("%s: %s", path, strerror(errno));
		return false;
	}
	ok = read_key(out, fd, path);
	close(fd);
	return ok;
}

static void close_cipher(void *ctx)
{
	EVP_CIPHER_CTX_free(ctx);
}

/* Ready for the plain or cipher text: key, nonce and context are in. */
static EVP_CIPHER_CTX *open_cipher(struct arena *a, const struct key *key,
                                   const uint8_t *nonce, const char *context,
                                   int sealing)
{
	void **held = arena_hold(a, close_cipher);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	size_t len = strlen(context);
	int done;

	must(ctx);
	*held = ctx;
	must(len < LARGEST);
	must(EVP_CipherInit_ex(ctx, EVP_aes_256_gcm(), NULL, key->bytes, nonce,
	                       sealing) == 1);
	must(EVP_CipherUpdate(ctx, NULL, &done, (const uint8_t *)context,
	                      (int)len) == 1);
	return ctx;
}

/* False when the tag does not match. */
static bool run_cipher(EVP_CIPHER_CTX *ctx, uint8_t *out, const void *in,
                       size_t len)
{
	int done;

	/* No text at all is fine, and OpenSSL must not see its NULL. */
	if (len > 0)
		must(EVP_CipherUpdate(ctx, out, &done, in, (int)len) == 1);
	return EVP_CipherFinal_ex(ctx, out + len, &done) == 1;
}

struct slice seal(struct arena *a, const struct key *key, const char *context,
                  struct slice plain)
{
	uint8_t *out;
	EVP_CIPHER_CTX *ctx;

	must(plain.len < LARGEST);
	out = arena_array(a, plain.len + SEAL_EXTRA, uint8_t);
	out[0] = VERSION;
	random_bytes(out + 1, NONCE_BYTES);
	ctx = open_cipher(a, key, out + 1, context, 1);
	must(run_cipher(ctx, out + HEAD_BYTES, plain.p, plain.len));
	must(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES,
	                         out + HEAD_BYTES + plain.len) == 1);
	return (struct slice){(char *)out, plain.len + SEAL_EXTRA};
}

bool unseal(struct slice *plain, struct arena *a, const struct key *key,
            const char *context, struct slice sealed)
{
	const uint8_t *in = (const uint8_t *)sealed.p;
	size_t len = sealed.len - SEAL_EXTRA;
	uint8_t *out, *tag;
	EVP_CIPHER_CTX *ctx;

	if (sealed.len < SEAL_EXTRA || sealed.len > LARGEST || in[0] != VERSION)
		return false;
	out = arena_array(a, len + 1, uint8_t);
	tag = (uint8_t *)arena_bytes(a, in + HEAD_BYTES + len, TAG_BYTES);
	ctx = open_cipher(a, key, in + 1, context, 0);
	must(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, tag) ==
	     1);
	if (!run_cipher(ctx, out, in + HEAD_BYTES, len)) {
		/* What was deciphered is not to be trusted, or kept. */
		OPENSSL_cleanse(out, len);
		return false;
	}
	*plain = (struct slice){(char *)out, len};
	return true;
}

/* Fetched once: EVP_sha256() and its like make OpenSSL 3 look the algorithm up
 * at every use, which costs more than a short digest. */
static const EVP_MD *fetched(EVP_MD **digest, const char *name)
{
	if (!*digest)
		*digest = EVP_MD_fetch(NULL, name, NULL);
	must(*digest);
	return *digest;
}

static const EVP_MD *fetched_sha256(void)
{
	static EVP_MD *digest;

	return fetched(&digest, "SHA256");
}

static const EVP_MD *fetched_sha512(void)
{
	static EVP_MD *digest;

	return fetched(&digest, "SHA512");
}

void sha256(uint8_t out[SHA256_BYTES], struct slice s)
{
	must(EVP_Digest(s.p, s.len, out, NULL, fetched_sha256(), NULL) == 1);
}

static void hmac(uint8_t *out, const EVP_MD *digest, struct slice key,
                 struct slice s)
{
	must(key.len < LARGEST);
	/* A NULL key would mean the key of last time. */
	must(HMAC(digest, key.len ? key.p : "", (int)key.len,
	          (const uint8_t *)s.p, s.len, out, NULL));
}

void hmac_sha256(uint8_t out[SHA256_BYTES], const struct key *key,
                 struct slice s)
{
	hmac(out, fetched_sha256(),
	     (struct slice){(const char *)key->bytes, KEY_BYTES}, s);
}

void hmac_sha512(uint8_t out[SHA512_BYTES], struct slice key, struct slice s)
{
	hmac(out, fetched_sha512(), key, s);
}

void hmac_sha1(uint8_t out[20], struct slice key, struct slice s)
{
	hmac(out, EVP_sha1(), key, s);
}
