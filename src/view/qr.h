/* SPDX-License-Identifier: MIT */
#pragma once
#include "view/view.h"
/*
 * qr: a QR code as an SVG drawing (libqrencode, level M, quiet zone of 4).
 *
 * label is what a screen reader says.
 */
struct html qr_draw(struct arena *a, const char *payload, const char *label);
