/* SPDX-License-Identifier: MIT */
/* servers: taking MariaDB and Redis away from a running shop, and back. */
import { spawn } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { STATE, TOP, must } from "./lib.mjs";

const DIR = join(STATE, "db");

export function serverPid(name) {
	const pid = Number(readFileSync(join(DIR, "run", `${name}.pid`), "utf8"));
	const at = readlinkSync(`/proc/${pid}/cwd`);

	must(at === join(DIR, name), `${pid} is not our ${name}`);
	return pid;
}

/* name: mariadb or redis */
export function killServer(name, signal = "SIGKILL") {
	process.kill(serverPid(name), signal);
}

export function startServers() {
	const services = readFileSync(join(STATE, "services-started"), "utf8").trim();

	return new Promise((done, fail) => {
		const p = spawn(join(TOP, "tools/ordinary"), ["setsid", services,
			"start", DIR, "--unsafe"], { stdio: ["ignore", "ignore",
			"inherit"], cwd: "/" });

		p.on("error", fail);
		p.on("exit", (code) => (code ? fail(new Error("services do not start"))
			: done()));
	});
}
