-- Walks through a file of ready HTTP requests. Nothing is built while the clock runs.
-- Arguments: the file, the byte where the request to begin with is, and how many are needed at most. After the last one of the file comes its first one.
-- The file: per request its length in digits, a line feed, then its bytes.

local requests = {}
local count = 0
local position = 0

function init(args)
    local file = assert(io.open(args[1], "rb"))
    local first = tonumber(args[2])
    local needed = tonumber(args[3])
    local hasTurned = false
    file:seek("set", first)

    while count < needed and not (hasTurned and file:seek() >= first) do
        local length = file:read("*l")

        if length then
            count = count + 1
            requests[count] = file:read(tonumber(length))
        else
            hasTurned = true
            file:seek("set", 0)
        end
    end

    file:close()
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
