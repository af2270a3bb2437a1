/* SPDX-License-Identifier: MIT */
#include "chain/keccak.h"
#include <string.h>

enum { LANES = 25, ROUNDS = 24, RATE = 136 };

static const uint64_t ROUND[ROUNDS] = {
	0x0000000000000001, 0x0000000000008082, 0x800000000000808a,
	0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
	0x8000000080008081, 0x8000000000008009, 0x000000000000008a,
	0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
	0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
	0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
	0x000000000000800a, 0x800000008000000a, 0x8000000080008081,
	0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

static uint64_t turned(uint64_t x, unsigned by)
{
	return by ? x << by | x >> (64 - by) : x;
}

static void theta(uint64_t s[LANES])
{
	uint64_t sum[5];

	for (int x = 0; x < 5; x++)
		sum[x] = s[x] ^ s[x + 5] ^ s[x + 10] ^ s[x + 15] ^ s[x + 20];
	for (int i = 0; i < LANES; i++)
		s[i] ^= sum[(i + 4) % 5] ^ turned(sum[(i + 1) % 5], 1);
}

/* Rho turns each lane, pi moves it: along one cycle of 24 lanes. */
static void rho_pi(uint64_t s[LANES])
{
	uint64_t moved = s[1];
	unsigned by = 0;
	int x = 1, y = 0;

	for (unsigned step = 1; step < LANES; step++) {
		int to_x = y, to_y = (2 * x + 3 * y) % 5;
		uint64_t next = s[to_x + 5 * to_y];

		by = (by + step) % 64;
		s[to_x + 5 * to_y] = turned(moved, by);
		moved = next;
		x = to_x;
		y = to_y;
	}
}

static void chi(uint64_t s[LANES])
{
	for (int y = 0; y < LANES; y += 5) {
		uint64_t row[5];

		memcpy(row, s + y, sizeof(row));
		for (int x = 0; x < 5; x++)
			s[y + x] ^= ~row[(x + 1) % 5] & row[(x + 2) % 5];
	}
}

static void permute(uint64_t s[LANES])
{
	for (int i = 0; i < ROUNDS; i++) {
		theta(s);
		rho_pi(s);
		chi(s);
		s[0] ^= ROUND[i];
	}
}

/* Bytes are the lanes' own, the lowest first. */
static void mix(uint64_t s[LANES], size_t at, uint8_t byte)
{
	s[at / 8] ^= (uint64_t)byte << (8 * (at % 8));
}

void keccak256(uint8_t out[KECCAK_BYTES], struct slice s)
{
	uint64_t state[LANES] = {0};
	size_t at = 0;

	for (size_t i = 0; i < s.len; i++) {
		mix(state, at++, (uint8_t)s.p[i]);
		if (at == RATE) {
			permute(state);
			at = 0;
		}
	}
	mix(state, at, 0x01);
	mix(state, RATE - 1, 0x80);
	permute(state);
	for (size_t i = 0; i < KECCAK_BYTES; i++)
		out[i] = (uint8_t)(state[i / 8] >> (8 * (i % 8)));
}
