/* SPDX-License-Identifier: MIT */
/*
 * null: the least a FastCGI worker can do, to measure others by.
 *
 *   null FILE
 *
 * Answers every request with the file, under the headers of a page of the
 * shop.  It reads nothing, looks up nothing and renders nothing.
 */
#include <fcgiapp.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

static void answer(FCGX_Request *rq, const char *page, int len)
{
	FCGX_FPrintF(rq->out,
	             "Status: 200\r\n"
	             "Content-Type: text/html; charset=utf-8\r\n"
	             "Content-Length: %d\r\n\r\n",
	             len);
	FCGX_PutStr(page, len, rq->out);
	FCGX_Finish_r(rq);
}

int main(int argc, char **argv)
{
	struct stat st;
	FCGX_Request rq;
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	const char *page;

	if (fd < 0 || fstat(fd, &st) != 0) {
		fputs("usage: null FILE\n", stderr);
		return 2;
	}
	page = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (page == MAP_FAILED || FCGX_Init() || FCGX_InitRequest(&rq, 0, 0))
		return 1;
	while (FCGX_Accept_r(&rq) == 0)
		answer(&rq, page, (int)st.st_size);
	return 0;
}
