/* SPDX-License-Identifier: MIT */
/*
 * Polish only: every page works without this file.
 *
 *   data-copy="id"   copies its own value, or what the element of that id says
 *                    or holds
 *   data-print       prints the page
 *   data-status      a payment: asks that URL and keeps the page up to date
 *   data-until       the end of a payment: counts down in it
 *   data-again       a link that a page without script needs
 */
"use strict";
(function () {
	const ASK_S = 5, CREATING_S = 1, METER = 1200;
	const find = (name, where) => (where || document).querySelector(name);
	const all = (name, where) =>
		Array.from((where || document).querySelectorAll(name));

	function say(button, word) {
		const was = Array.from(button.childNodes);

		if (button.textContent === word)
			return;
		button.replaceChildren(word);
		setTimeout(() => button.replaceChildren(...was), 2000);
	}

	function textOf(node) {
		if (node.value)
			return node.value;
		const rows = all("li", node);

		return rows.length ? rows.map((r) => r.textContent.trim()).join("\n")
			: node.textContent;
	}

	/* Where there is no clipboard (no https), what is selected is copied. */
	function copyOld(text) {
		const area = document.createElement("textarea");

		area.value = text;
		area.className = "unseen";
		area.readOnly = true;
		document.body.append(area);
		area.select();
		const done = document.execCommand("copy");

		area.remove();
		return done ? Promise.resolve() : Promise.reject(new Error("copy"));
	}

	function copy(button) {
		const node = document.getElementById(button.dataset.copy);
		const text = button.value || textOf(node);

		(navigator.clipboard ? navigator.clipboard.writeText(text)
			: Promise.reject(new Error("no clipboard")))
			.catch(() => copyOld(text))
			.then(() => say(button, "Copied"),
				() => node && getSelection().selectAllChildren(node))
			.then(() => button.focus());
	}

	function pad(n) {
		return String(n).padStart(2, "0");
	}

	function countDown(end, until) {
		const s = Math.max(0, Math.floor((end - Date.now()) / 1000));
		const h = Math.floor(s / 3600);
		const rest = pad(Math.floor(s / 60) % 60) + ":" + pad(s % 60);

		until.textContent = (h ? h + ":" : "") + rest;
		if (s > 0)
			setTimeout(countDown, 1000, end, until);
	}

	function setText(node, text) {
		if (node && typeof text === "string" && node.textContent !== text)
			node.textContent = text;
	}

	function show(pay, now) {
		setText(find("[data-headline]", pay), now.headline);
		setText(find("[data-detail]", pay), now.detail);
		all("[data-step]", pay).forEach((node, i) => {
			const step = (now.steps || [])[i];

			if (!step)
				return;
			node.className = step.band;
			if (step.band === "now")
				node.setAttribute("aria-current", "step");
			else
				node.removeAttribute("aria-current");
			setText(find("[data-note]", node), step.note);
		});
	}

	/* Whether the page shows other deposits than there are now. */
	function isOther(pay, now) {
		const rows = all("[data-deposit]", pay);
		const list = now.deposits || [];

		return rows.length !== list.length || list.some((d, i) =>
			d.state.toUpperCase() !== rows[i].dataset.deposit ||
			d.label !== find(".state", rows[i]).textContent);
	}

	function showDeposits(pay, now) {
		all("[data-deposit]", pay).forEach((row, i) => {
			const d = now.deposits[i], bar = find(".meter .fill", row);

			setText(find("[data-depth]", row), d.depth);
			setText(find("[data-note]", row), d.note);
			if (bar && d.needed > 0)
				bar.setAttribute("width", METER *
					Math.min(d.confirmations / d.needed, 1));
		});
	}

	function pause(pay) {
		return pay.dataset.state === "creating" ? CREATING_S : ASK_S;
	}

	/* Waits longer after each failure, and not at all in a hidden tab. */
	async function watch(pay, failures) {
		let wait = ASK_S * Math.min(2 ** failures, 12);

		try {
			if (!document.hidden) {
				const answer = await fetch(pay.dataset.status,
					{ cache: "no-store", credentials: "same-origin" });
				const now = await answer.json();

				if (now.state && (now.state !== pay.dataset.state ||
					now.missing !== pay.dataset.missing ||
					isOther(pay, now)))
					return location.reload();
				show(pay, now);
				showDeposits(pay, now);
				failures = 0;
				wait = pause(pay);
			}
		} catch (e) {
			failures++;
		}
		setTimeout(watch, wait * 1000, pay, failures);
	}

	all("[data-print]").forEach((button) => {
		button.hidden = false;
		button.addEventListener("click", () => print());
	});
	all("[data-copy]").forEach((button) => {
		button.hidden = false;
		button.addEventListener("click", () => copy(button));
	});
	const until = find("[data-until]");

	if (until)
		countDown(Date.parse(until.dateTime), until);
	const pay = find("[data-status]");

	if (pay && "watched" in pay.dataset) {
		all("[data-again]", pay).forEach((node) => { node.hidden = true; });
		setTimeout(watch, pause(pay) * 1000, pay, 0);
	}
}());
