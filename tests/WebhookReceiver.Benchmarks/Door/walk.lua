-- Walks through a file of ready HTTP requests. Nothing is built while the clock runs.
-- Arguments: the file, and the number of the request to begin with.
-- The file: per request its length in digits, a line feed, then its bytes.

local requests = {}
local count = 0
local position = 0

function init(args)
    local file = assert(io.open(args[1], "rb"))

    for length in function() return file:read("*l") end do
        count = count + 1
        requests[count] = file:read(tonumber(length))
    end

    file:close()
    position = tonumber(args[2]) % count
end

function request()
    position = position + 1

    if position > count then
        position = 1
    end

    return requests[position]
end

-- There is no response(): with one, wrk parses headers and bodies for Lua and becomes the bottleneck. wrk itself counts statuses of 400 and above.
function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests":%d,"refused":%d,"socketErrors":%d,"microseconds":%d,"p50Microseconds":%d,"p99Microseconds":%d}\n',
        summary.requests,
        errors.status,
        errors.connect + errors.read + errors.write + errors.timeout,
        summary.duration,
        latency:percentile(50),
        latency:percentile(99)))
end
