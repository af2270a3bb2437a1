/* SPDX-License-Identifier: MIT */
#include "shop/account_security.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "http/form.h"
#include "http/session.h"
#include "settings.h"
#include "shop/codes.h"
#include "shop/enter.h"
#include "shop/guess.h"
#include "shop/layout.h"
#include "trail/trail.h"
#include "user/password.h"
#include "user/user.h"
#include "view/qr.h"

enum { NAME_BYTES = 255 };

#define HERE     "/account/security"
#define NEW_TOTP "totp" /* kept with the session while it is set up */

static const struct user *me(struct request *rq)
{
	return user_get(rq->db, rq->arena, (struct user_id){session_user(rq)});
}

/* --- the page ----------------------------------------------------------- */

static const char *in_groups(struct arena *a, const char *s)
{
	struct text t = text_open(a, 64);

	for (size_t i = 0; s[i]; i++) {
		if (i && i % 4 == 0)
			text_add_text(&t, " ");
		text_add(&t, (struct slice){s + i, 1});
	}
	return t.p;
}

static bool enrolling(struct request *rq, struct totp_secret *secret)
{
	const char *kept = session_kept(rq, NEW_TOTP);

	return kept && totp_parse(secret, kept);
}

static void show_enrol(struct request *rq, struct view *v,
                       const struct user *user)
{
	struct totp_secret secret;
	struct view *enrol;

	if (user->has_totp || !enrolling(rq, &secret)) {
		view_flag(v, "enrol", false);
		return;
	}
	enrol = view_inside(v, "enrol");
	view_html(enrol, "qr",
	          qr_draw(rq->arena,
	                  totp_uri(rq->arena, &secret,
	                           setting_text(SET_SHOP_NAME), user->name),
	                  "QR code for your authenticator app"));
	view_text(enrol, "secret",
	          in_groups(rq->arena, totp_text(rq->arena, &secret)));
}

static const char *codes_left(struct request *rq, const struct user *user)
{
	int64_t n = recovery_left(rq->db, rq->arena, user->id);

	return n ? arena_printf(rq->arena, "%" PRId64 " of %d left", n,
	                        RECOVERY_CODES)
	         : "";
}

/* The field for the code of a form, which is the one that was sent if `action`
 * was to be done; false while TOTP is off. */
static void show_code(struct request *rq, struct view *v,
                      const struct user *user, const char *name,
                      const char *action)
{
	const char *sent = form_raw(rq, "do");
	struct view *field;

	if (!user->has_totp) {
		view_flag(v, name, false);
		return;
	}
	field = view_inside(v, name);
	view_text(field, "id", name);
	view_text(field, "error",
	          sent && !strcmp(sent, action) ? form_why(rq, "code") : "");
}

static struct reply *page(struct request *rq)
{
	static const char *const FIELDS[] = {"current", "password",   "again",
	                                     "proof",   "totp_proof", "code"};
	const struct user *user = me(rq);
	struct view *v = layout_open(rq, "Security");

	for (size_t i = 0; i < sizeof(FIELDS) / sizeof(FIELDS[0]); i++)
		form_show(rq, v, FIELDS[i], "");
	view_count(v, "password_min",
	           user->has_totp ? PASSWORD_MIN_TOTP : password_min());
	view_text(v, "codes_left", codes_left(rq, user));
	view_flag(v, "totp_on", user->has_totp);
	show_code(rq, v, user, "password_code", "password");
	show_code(rq, v, user, "codes_code", "codes");
	show_code(rq, v, user, "off_code", "totp_disable");
	show_enrol(rq, v, user);
	view_count(v, "sessions", session_count(rq, user->account));
	return reply_page(rq, "shop/account_security", v);
}

struct reply *account_security_show(struct request *rq)
{
	struct reply *codes = codes_show(rq);

	return codes ? codes : page(rq);
}

static struct reply *done(struct request *rq, const char *sentence)
{
	session_done(rq, sentence);
	return reply_to(rq, HERE);
}

/* --- proofs ------------------------------------------------------------- */

static struct reply *wrong_code(struct request *rq)
{
	form_fault(rq, "code",
	           "Wrong or already used code. Enter the next one your app "
	           "shows.");
	return reply_form_again(rq, page);
}

/* Whether the code is one of this moment that was not used before; if not,
 * *reply is the answer. */
static bool proves_code(struct request *rq, const struct user *user,
                        const char *code, struct reply **reply)
{
	struct guess guess;

	if (!guess_take(rq, &guess, GUESS_CODE, user->name, user)) {
		*reply = enter_too_often(rq);
		return false;
	}
	if (user_prove_totp(rq->db, rq->arena, user, code, rq->network) !=
	    USER_RIGHT) {
		*reply = wrong_code(rq);
		return false;
	}
	guess_right(rq, &guess);
	return true;
}

/* Whether the password in that field is the account's and, while TOTP is on,
 * the code is fresh: a session and the password are not enough to change what
 * guards the account.  If not, *reply is the answer. */
static bool proves(struct request *rq, const char *field, const char *password,
                   const char *code, const struct user **user,
                   struct reply **reply)
{
	struct guess guess;

	if (!guess_take(rq, &guess, GUESS_PASSWORD, (*user)->name, *user)) {
		*reply = enter_too_often(rq);
		return false;
	}
	switch (user_prove(rq->db, rq->arena, user, (*user)->name, password,
	                   rq->network)) {
	case USER_RIGHT:
		guess_right(rq, &guess);
		return !(*user)->has_totp ||
		       proves_code(rq, *user, code, reply);
	case USER_BUSY:
		guess_untried(rq, &guess);
		*reply = enter_busy(rq);
		return false;
	case USER_WRONG:
		form_fault(rq, field, "Wrong password.");
		*reply = reply_form_again(rq, page);
		return false;
	}
	panic("no such user_proof");
}

/* --- what can be done --------------------------------------------------- */

static struct field form_do(void)
{
	static const char *ignored;

	return form_text("do", 1, 32, &ignored);
}

/* A proof that is asked for while TOTP is on. */
static struct field form_with_totp(const struct user *user, const char *name,
                                   const char **out)
{
	struct field f = form_secret(name, 1, FORM_VALUE_MAX, out);

	*out = "";
	return user->has_totp ? f : form_optional(f);
}

static struct reply *change(struct request *rq, const struct user *user,
                            const char *password)
{
	/* First, so that without Redis nothing is changed; and again, for
	 * whoever came in meanwhile with the old password. */
	session_end_all(rq, user->account, true);
	switch (user_change_password(rq->db, rq->arena, user, password,
	                             rq->network)) {
	case USER_BUSY:
		return enter_busy(rq);
	case USER_WRONG:
		return reply_notice(rq,
		                    "The password was changed elsewhere a "
		                    "moment ago.",
		                    page);
	case USER_RIGHT:
		session_end_all(rq, user->account, true);
		enter_know_device(rq, user->id);
		return done(rq, "Your password is changed, and all other "
		                "devices are signed out.");
	}
	panic("no such user_proof");
}

static struct reply *do_password(struct request *rq)
{
	const char *current, *password, *again, *name, *code;
	const struct user *user = me(rq);
	struct reply *reply;

	/* The name is there for password managers. */
	if (!form_read(rq, form_do(),
	               form_secret("current", 1, FORM_VALUE_MAX, &current),
	               form_secret("password", 1, FORM_VALUE_MAX, &password),
	               form_secret("again", 1, FORM_VALUE_MAX, &again),
	               form_with_totp(user, "code", &code),
	               form_optional(form_text("user", 0, NAME_BYTES, &name))))
		return reply_form_again(rq, page);
	if (!enter_password_is_good(rq, password, again, user->name,
	                            user->has_totp))
		return reply_form_again(rq, page);
	if (!proves(rq, "current", current, code, &user, &reply))
		return reply;
	return change(rq, user, password);
}

static struct reply *do_sign_out_all(struct request *rq)
{
	const struct user *user = me(rq);

	if (!form_read(rq, form_do()))
		return reply_form_again(rq, page);
	session_end_all(rq, user->account, false);
	session_sign_out(rq);
	trail_add(rq->db, arena_printf(rq->arena, "user:%" PRId64, user->id.v),
	          "sign-out-everywhere", "", rq->network);
	return reply_to(rq, "/login");
}

static struct reply *do_codes(struct request *rq)
{
	const struct user *user = me(rq);
	struct recovery_codes codes;
	const char *proof, *code;
	struct reply *reply;

	if (!form_read(rq, form_do(),
	               form_secret("proof", 1, FORM_VALUE_MAX, &proof),
	               form_with_totp(user, "code", &code)))
		return reply_form_again(rq, page);
	if (!proves(rq, "proof", proof, code, &user, &reply))
		return reply;
	codes = user_renew_codes(rq->db, rq->arena, user, rq->network);
	codes_keep(rq, &codes, HERE);
	return reply_to(rq, HERE);
}

static struct reply *do_codes_kept(struct request *rq)
{
	if (!form_read(rq, form_do()))
		return reply_form_again(rq, page);
	return reply_to(rq, codes_forget(rq));
}

static struct reply *do_totp_start(struct request *rq)
{
	struct totp_secret secret = totp_draw();
	const struct user *user = me(rq);
	const char *proof;
	struct reply *reply;

	if (!form_read(rq, form_do(),
	               form_secret("totp_proof", 1, FORM_VALUE_MAX, &proof)))
		return reply_form_again(rq, page);
	/* To have another phone, the one that is on is turned off first. */
	if (user->has_totp)
		return reply_to(rq, HERE);
	/* Or a borrowed browser could lock its owner out. */
	if (!proves(rq, "totp_proof", proof, "", &user, &reply))
		return reply;
	session_keep(rq, NEW_TOTP, totp_text(rq->arena, &secret));
	return reply_to(rq, HERE);
}

static struct reply *do_totp_confirm(struct request *rq)
{
	const struct user *user = me(rq);
	struct totp_secret secret;
	struct guess guess;
	const char *code;

	if (!form_read(rq, form_do(),
	               form_secret("code", 1, FORM_VALUE_MAX, &code)))
		return reply_form_again(rq, page);
	if (user->has_totp || !enrolling(rq, &secret))
		return reply_to(rq, HERE);
	if (!guess_take(rq, &guess, GUESS_CODE, user->name, user))
		return enter_too_often(rq);
	if (!user_enable_totp(rq->db, rq->arena, user, &secret, code,
	                      rq->network))
		return wrong_code(rq);
	guess_right(rq, &guess);
	session_drop(rq, NEW_TOTP);
	return done(rq, "Two-factor authentication is on.");
}

static struct reply *do_totp_disable(struct request *rq)
{
	const struct user *user = me(rq);
	const char *proof, *code;
	struct reply *reply;

	if (!form_read(rq, form_do(),
	               form_with_totp(user, "totp_proof", &proof),
	               form_with_totp(user, "code", &code)))
		return reply_form_again(rq, page);
	if (!user->has_totp)
		return reply_to(rq, HERE);
	if (!proves(rq, "totp_proof", proof, code, &user, &reply))
		return reply;
	user_disable_totp(rq->db, user, rq->network);
	return done(rq, "Two-factor authentication is off.");
}

/* Each form of the page has fields of its own, so `do` is looked at before
 * any is read. */
static const struct action {
	const char *name;
	handler *run;
} ACTIONS[] = {
	{"password",     do_password    },
	{"sign_out_all", do_sign_out_all},
	{"codes",        do_codes       },
	{"codes_kept",   do_codes_kept  },
	{"totp_start",   do_totp_start  },
	{"totp_confirm", do_totp_confirm},
	{"totp_disable", do_totp_disable},
};

struct reply *account_security_send(struct request *rq)
{
	const char *action = form_raw(rq, "do");

	for (size_t i = 0; action && i < sizeof(ACTIONS) / sizeof(ACTIONS[0]);
	     i++)
		if (!strcmp(ACTIONS[i].name, action))
			return ACTIONS[i].run(rq);
	return reply_error(rq, 400, "There is nothing of that name to do.");
}
