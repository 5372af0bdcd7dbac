-- Counts a request against every limit of a policy, or against none; see docs/redis.md.
--
-- KEYS[1]  the state of all limits but logs: three numbers each
-- KEYS[..] a list of times for each log
-- ARGV[1]  what the request takes
-- ARGV[2]  1: it is counted whatever the limits say, since a gateway has admitted it; 0: where all of them admit it
-- ARGV[..] nine for each limit: its kind, and
--            bucket:       interval of one unit, parts of a microsecond, what the bucket holds, what need not be waited for (-1: all)
--            fixed, sliding: limit, period; for calendar periods 0 and six edges, of which the third began the window of the gateway
--            log:          limit, period
--
-- Gives the time to wait, then for each limit: 1 where it refuses, when to come again, what is left, when all is left again.
-- Times are microseconds of this server's clock. All numbers are integers below 2^53, which Lua holds exactly.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local WIDTH = 9
local cost = tonumber(ARGV[1])
local forced = ARGV[2] == '1'
local limits = (#ARGV - 2) / WIDTH

local state = {}
for number in string.gmatch(redis.call('GET', KEYS[1]) or '', '%S+') do
  state[#state + 1] = tonumber(number)
end

-- The product of a number below 2^30 and one below 2^45, as two digits to the base 2^22.
local BASE = 4194304
local function product(a, b)
  local low = a * (b % BASE)
  local carry = math.floor(low / BASE)
  return a * math.floor(b / BASE) + carry, low - carry * BASE
end

local function noMore(a, b, c, d)
  local high, low = product(a, b)
  local otherHigh, otherLow = product(c, d)
  return high < otherHigh or (high == otherHigh and low <= otherLow)
end

-- Start of the window before, start and end of the window, end of the one behind. A clock that goes back stays in the newest window.
local function window(at, newest)
  local moment = math.max(now, newest)
  local period = tonumber(ARGV[at + 2])
  if period > 0 then
    local start = moment - moment % period
    return start - period, start, start + period, start + 2 * period
  end
  local first = at + 4
  if moment >= tonumber(ARGV[at + 6]) then
    first = at + 5
  elseif moment < tonumber(ARGV[at + 5]) then
    first = at + 3
  end
  return tonumber(ARGV[first]), tonumber(ARGV[first + 1]), tonumber(ARGV[first + 2]), tonumber(ARGV[first + 3])
end

local function bucket(limit, at)
  local interval, parts = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local full, free = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  local held, seen = limit[1], math.max(now, limit[2])
  local filled = math.max(0, held - (seen - limit[2]) * parts)
  local more = cost * interval
  limit.fits = filled + more <= full
  if free >= 0 and filled > free then
    limit.wait = math.ceil((filled - free) / parts)
  end
  local room = math.max(0, full - more)
  limit.again = math.ceil(math.max(0, filled - room) / parts)
  limit.count = function(counted)
    if counted then
      filled = filled + more
    end
    local reset = math.ceil(filled / parts)
    return math.floor((full - filled) / interval), reset, reset, {filled, seen, 0}
  end
end

local function fixed(limit, at)
  local most = tonumber(ARGV[at + 1])
  local _, start, finish = window(at, limit[1])
  local used = limit[1] == start and limit[2] or 0
  limit.fits = used + cost <= most
  limit.again = finish - now
  limit.count = function(counted)
    if counted then
      used = used + cost
    end
    return most - used, finish - now, finish - now, {start, used, 0}
  end
end

-- Where the count of the window before, weighted by what is left of this one, and the count of this one leave room.
local function roomy(most, previous, used, left, length)
  return used <= most and noMore(previous, left, most - used, length)
end

-- The most that is left of a window at which that much fits.
local function latest(most, previous, used, length)
  local left = math.min(length, math.floor((most - used) * length / previous))
  while left > 0 and not roomy(most, previous, used, left, length) do
    left = left - 1
  end
  while left < length and roomy(most, previous, used, left + 1, length) do
    left = left + 1
  end
  return left
end

local function sliding(limit, at)
  local most = tonumber(ARGV[at + 1])
  local before, start, finish, nextFinish = window(at, limit[1])
  local used, previous = 0, 0
  if limit[1] == start then
    used, previous = limit[2], limit[3]
  elseif limit[1] == before then
    previous = limit[2]
  end
  local left, length = finish - math.max(now, start), finish - start
  limit.fits = roomy(most, previous, used + cost, left, length)
  local function fresh()
    return used > 0 and nextFinish - now or previous > 0 and finish - now or 0
  end
  limit.again = 0
  if cost > most then
    limit.again = fresh()
  elseif used + cost <= most and previous > 0 then
    limit.again = finish - latest(most, previous, used + cost, length) - now
  elseif used + cost > most then
    limit.again = nextFinish - latest(most, used, cost, nextFinish - finish) - now
  end
  limit.count = function(counted)
    if counted then
      used = used + cost
    end
    local room = most - used
    if room > 0 then
      room = math.max(0, math.floor(most - used - previous * left / length))
      while room > 0 and not roomy(most, previous, used + room, left, length) do
        room = room - 1
      end
      if room < most and roomy(most, previous, used + room + 1, left, length) then
        room = room + 1
      end
    end
    return room, fresh(), nextFinish - now, {start, used, previous}
  end
end

-- How many of the oldest times have left the period.
local function expired(key, size, period, moment)
  local low, high = 0, size
  if size == 0 or tonumber(redis.call('LINDEX', key, 0)) + period > moment then
    return 0
  end
  while low < high do
    local middle = math.floor((low + high) / 2)
    if tonumber(redis.call('LINDEX', key, middle)) + period <= moment then
      low = middle + 1
    else
      high = middle
    end
  end
  return low
end

local function log(limit, at, key)
  local most, period = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local size = redis.call('LLEN', key)
  local newest = tonumber(redis.call('LINDEX', key, -1) or '0')
  local moment = math.max(now, newest)
  local gone = expired(key, size, period, moment)
  if gone > 0 then
    redis.call('LTRIM', key, gone, -1)
    size = size - gone
  end
  limit.fits = size + cost <= most
  local place = size + math.min(cost, most) - most - 1
  limit.again = place < 0 and 0 or tonumber(redis.call('LINDEX', key, place)) + period - now
  limit.count = function(counted)
    if counted then
      local text = string.format('%.0f', moment)
      for _ = 1, math.min(cost, 2 * most) do
        redis.call('RPUSH', key, text)
      end
      redis.call('PEXPIRE', key, math.ceil((moment - now + period) / 1000) + 1000)
      size = size + cost
      newest = moment
    end
    return most - size, size > 0 and newest + period - now or 0, 0, {0, 0, 0}
  end
end

local kinds = {b = bucket, f = fixed, s = sliding, l = log}
local all, admitted, wait, logs = {}, true, 0, 0
for i = 1, limits do
  local at = 3 + (i - 1) * WIDTH
  local limit = {state[3 * i - 2] or 0, state[3 * i - 1] or 0, state[3 * i] or 0, wait = 0}
  if ARGV[at] == 'l' then
    logs = logs + 1
  end
  kinds[ARGV[at]](limit, at, KEYS[1 + logs])
  admitted = admitted and limit.fits
  wait = math.max(wait, limit.wait)
  all[i] = limit
end

local counted = (admitted or forced) and cost > 0
local answer, held, lasts = {admitted and wait or 0}, {}, 0
for i, limit in ipairs(all) do
  local left, reset, keep, numbers = limit.count(counted)
  answer[4 * i - 2] = limit.fits and 0 or 1
  answer[4 * i - 1] = limit.fits and 0 or math.max(0, limit.again)
  answer[4 * i] = left
  answer[4 * i + 1] = math.max(0, reset)
  lasts = math.max(lasts, keep)
  for _, number in ipairs(numbers) do
    held[#held + 1] = string.format('%.0f', number)
  end
end
if counted and lasts > 0 then
  redis.call('SET', KEYS[1], table.concat(held, ' '), 'PX', string.format('%.0f', math.ceil(lasts / 1000) + 1000))
end
return answer
