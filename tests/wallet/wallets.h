/* SPDX-License-Identifier: MIT */
#pragma once
#include "wallet/wallet.h"
/*
 * wallets: keys of the public test mnemonic, and payments that want addresses.
 */
#define BTC_ZPUB                                                            \
	"zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1A" \
	"DqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs"
/* The same key, with letters that leave its script open. */
#define BTC_XPUB                                                            \
	"xpub6CatWdiZiodmUeTDp8LT5or8nmbKNcuyvz7WyksVFkKB4RHwCD3XyuvPEbvqA" \
	"QY3rAPshWcMLoP2fMFMKHPJ4ZeZXYVUhLv1VMrjPC7PW6V"
#define BTC_0 "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
#define BTC_1 "bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g"
#define BTC_2 "bc1qp59yckz4ae5c4efgw2s5wfyvrz0ala7rgvuz8z"
/* m/49'/0'/0' of it */
#define BTC_YPUB                                                            \
	"ypub6Ww3ibxVfGzLrAH1PNcjyAWenMTbbAosGNB6VvmSEgytSER9azLDWCxoJwW7K" \
	"e7icmizBMXrzBx9979FfaHxHcrArf3zbeJJJUZPf663zsP"
#define BTC_Y0 "37VucYSaXLCAsxYyAPfbSi9eh4iEcbShgf"
#define ETH_XPUB                                                            \
	"xpub6DCoCpSuQZB2jawqnGMEPS63ePKWkwWPH4TU45Q7LPXWuNd8TMtVxRrgjtEsh" \
	"uqpK3mdhaWHPFsBngh5GFZaM6si3yZdUsT8ddYM3PwnATt"
#define ETH_0 "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
#define ETH_1 "0x6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0"
#define TRON_XPUB                                                           \
	"xpub6D1AabNHCupeiLM65ZR9UStMhJ1vCpyV4XbZdyhMZBiJXALQtmn9p42VTQcko" \
	"HVn8WNqS7dqnJokZHAHcHGoaQgmv8D45oNUKx6DZMNZBCd"
#define TRON_0 "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"
/* Owners on Solana. */
#define SOL_0 "HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk"
#define SOL_1 "4fYNw3dojWmQ4dXtSGE9epjRGy9pFSx62YypT7avPYvA"
#define SOL_2 "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"

/* The id of a payment that was just asked for, of a new buyer. */
int64_t wallets_payment(const char *asset);
/* wallet_give in a transaction of its own; the payment is open and looked at
 * then. */
const char *wallets_give(const char *asset, int64_t payment);
/* Adds and confirms. */
void wallets_use(enum network network, const char *key, const char *first);
