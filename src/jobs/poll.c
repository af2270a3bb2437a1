/* SPDX-License-Identifier: MIT */
#include "jobs/poll.h"
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "gateway/kryptoexpress.h"
#include "payment/payment_gateway.h"
#include "payment/payment_settle.h"
#include "jobs/item.h"
#include "payment/payment_slots.h"

enum { WIDE = 16 };

struct tally {
	unsigned credited, waiting, held, ended, unanswered;
};

static void count(struct tally *t, enum payment_result result)
{
	switch (result) {
	case PAYMENT_CREDITED:
		t->credited++;
		return;
	case PAYMENT_HELD:
		t->held++;
		return;
	case PAYMENT_ENDED:
		t->ended++;
		return;
	case PAYMENT_WAITS:
		t->waiting++;
		return;
	case PAYMENT_UNCHANGED:
	case PAYMENT_ADOPTED:
	case PAYMENT_NOTED:
		return;
	}
	panic("no such payment_result");
}

struct answered {
	struct tally *tally;
	const struct payment *payment;
	const struct gateway_answer *answer;
};

/* First later, then the report: killed in between, it is asked again.  One
 * for which no time was left is among the first of the next run. */
static void take_answer(struct job_context *job, void *arg)
{
	const struct answered *one = arg;
	const struct payment *p = one->payment;
	const struct gateway_answer *answer = one->answer;
	struct tally *t = one->tally;
	struct payment_report report = {.said = &answer->payment,
	                                .source = "poller"};
	enum payment_result result;

	if (answer->error.kind != GATEWAY_NOT_SENT)
		payment_poll_later(job->db, p->id);
	if (answer->error.kind != GATEWAY_FINE) {
		t->unanswered++;
		return;
	}
	report.body = payment_report_body(job->arena, report.said);
	result = payment_settle(job->db, job->arena, p, &report);
	count(t, result);
	if (result != PAYMENT_UNCHANGED)
		payment_told(job->redis, job->db, job->arena, p);
}

bool job_poll(struct job_context *job)
{
	struct arena *a = job->arena;
	struct payments due = payment_list_due(job->db, a, JOB_BATCH);
	const char **hashes = arena_array(a, due.n, const char *);
	struct gateway_answer *answers;
	struct tally t = {0};

	if (!due.n)
		return false;
	for (size_t i = 0; i < due.n; i++)
		hashes[i] = due.v[i]->gateway_hash;
	answers = kryptoexpress_get_many(a, payment_gateway(), hashes, due.n,
	                                 WIDE);
	for (size_t i = 0; i < due.n; i++)
		job_item(job, "payment", due.v[i]->id.v, take_answer,
		         &(struct answered){&t, due.v[i], &answers[i]});
	job->failed = t.unanswered == due.n;
	job->result = arena_printf(
		a,
		"%zu asked, %u credited, %u wait for the chain, "
		"%u held, %u ended, %u unanswered",
		due.n, t.credited, t.waiting, t.held, t.ended, t.unanswered);
	return due.n == JOB_BATCH && !job->failed;
}
