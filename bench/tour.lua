-- SPDX-License-Identifier: MIT
-- For wrk: asks for a list of paths, one after another.
--   wrk -s tour.lua URL -- PATH...
local paths, at = {}, 0

function init(args)
	for i = 1, #args do
		paths[i] = args[i]
	end
end

function request()
	at = at % #paths + 1
	return wrk.format(nil, paths[at])
end
