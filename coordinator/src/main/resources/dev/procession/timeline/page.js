'use strict';
// Draws a history: that in the element "history", if the page has one, or one that grows while it
// is looked at. Times in there are microseconds since the beginning.
//   process: [pid, generation, launched, ready|null, gone|null, ending, detail, host?]; the host
//            only of a process on another machine
//   chunk:   [sent, begun, over, pid, call, first, items, attempt, answered, failed, busy, end,
//             index of the lost item|null]
globalThis.drawTimeline = history => {
  const [PID, GENERATION, LAUNCHED, READY, GONE, ENDING, DETAIL, HOST] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [SENT, BEGUN, OVER, BY, CALL, FIRST, ITEMS, ATTEMPT, ANSWERED, FAILED, BUSY, END, LOST] =
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  const PROCESS_HEIGHT = 16, CHUNK_HEIGHT = 28, PAD = 7, GAP = 3, AXIS_HEIGHT = 30;
  const NARROW = 2; // Pixels below which chunks are drawn as how full their pixel is.

  const byId = id => document.getElementById(id);
  // Of a history that grows; the oldest is dropped.
  const MAX_CHUNKS = 100000, MAX_PROCESSES = 5000, MAX_AGE = 3600e6;
  // Sums over the chunks of a lane up to and with this one: what a frame shows of any number of chunks
  // is a difference of two of them.
  const [RAN_UNTIL, FAILED_UNTIL, LOST_UNTIL, ANSWERED_UNTIL] = [13, 14, 15, 16];
  let end = Math.max(history.duration, 1);
  let known = history.leftOutSince ?? end; // Until when all chunks are in the history.
  let isLive = false; // Whether the view moves with the end of a history that grows.
  let dropped = 0; // How many chunks of such a history are not kept any more.
  const view = {from: 0, to: end};
  let wanted = Infinity; // How much time a view that moves with the end shows, once there is as much.
  const narrowest = 20;
  const dashes = '–';
  let selected = -1; // The chosen lane's place in lanes.
  let chosen = -1; // The chosen chunk's place in its lane.
  let colours = {};
  const callsSeen = new Set(); // Two of them at most: whether there is more than one is of interest.

  // ---- words ----

  const count = (n, one, many) => n.toLocaleString('en') + ' ' + (n === 1 ? one : many || one + 's');

  function time(micros, step = 0) {
    const digits = unit => Math.max(0, step ? Math.ceil(Math.log10(unit / step) - 1e-9) : 0);
    const text = (value, unit, usual) =>
        value.toFixed(step ? Math.min(6, digits(unit)) : usual).replace(/^-(0(\.0*)?)$/, '$1');
    if (Math.max(micros, step) < 1000) return text(micros, 1, 0) + ' µs';
    if (micros < 1e6) return text(micros / 1e3, 1e3, micros < 1e4 ? 2 : 1) + ' ms';
    if (micros < 120e6 || step && step < 1e6) return text(micros / 1e6, 1e6, 2) + ' s';
    const seconds = Math.round(micros / 1e6);
    return Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0') + ' min';
  }

  const range = (first, items) => items === 1 ? `item ${first + 1}` : `items ${first + 1}${dashes}${first + items}`;

  const nameOf = p => !p[PID] ? 'no process' : `pid ${p[PID]}` + (p[HOST] ? ` on ${p[HOST]}` : '');

  function ranBy(lane, c) {
    const by = lane.processes.find(
        p => p[PID] === c[BY] && p[LAUNCHED] <= c[BEGUN] && c[BEGUN] <= (p[GONE] ?? end));
    return by ? nameOf(by) : `pid ${c[BY]}`;
  }

  function aboutChunk(lane, c) {
    const lines = [
      `${range(c[FIRST], c[ITEMS])}` + (c[ITEMS] > 1 ? ` (${count(c[ITEMS], 'item')})` : '')
          + (callsSeen.size > 1 ? ` of call ${c[CALL]}` : ''),
      `${time(c[OVER] - c[BEGUN])}, from ${time(c[BEGUN])} to ${time(c[OVER])}`,
      `worker ${lane.worker}, ${ranBy(lane, c)}`];
    if (c[BUSY] > 0) lines.push(`the worker was busy with it for ${time(c[BUSY])}`);
    if (c[BEGUN] - c[SENT] > 0) lines.push(`had waited there for ${time(c[BEGUN] - c[SENT])}`);
    if (c[ATTEMPT] > 1) lines.push(`attempt ${c[ATTEMPT]}: its worker died before`);
    if (c[FAILED]) lines.push(`${count(c[FAILED], 'item')} failed`);
    if (c[LOST] !== null) lines.push(`item ${c[LOST] + 1} was lost with its process`);
    else if (c[END] === 'NOT_YET') lines.push('was not over when this was written');
    if (c[END] === 'DONE' && c[ANSWERED] < c[ITEMS]) {
      lines.push(`${count(c[ITEMS] - c[ANSWERED], 'item')} taken back before they began`);
    }
    return lines;
  }

  function aboutProcess(lane, p) {
    const lines = [nameOf(p)];
    lines[0] += `, worker ${lane.worker}'s ${p[GENERATION] === 1 ? 'first' : p[GENERATION] + '.'} process`;
    lines.push(`launched at ${time(p[LAUNCHED])}`
        + (p[READY] === null ? ', never ready' : `, ready after ${time(p[READY] - p[LAUNCHED])}`));
    if (p[GONE] !== null) {
      const how = {LOST: 'crashed or had to be killed', KILLED: 'killed, not needed any more', PLANNED: 'left as planned'};
      lines.push(`${how[p[ENDING]]} at ${time(p[GONE])}`);
    }
    if (p[DETAIL]) lines.push(p[DETAIL]);
    return lines;
  }

  // ---- the document ----

  const lanes = history.lanes.map(lane => {
    const made = {...lane, chunks: []};
    for (const c of lane.chunks) add(made, c);
    return {...made, busyShare: share(made)};
  });
  let pools = new Set(lanes.map(lane => lane.pool)).size;
  const sum = (list, value) => list.reduce((total, each) => total + value(each), 0);

  function share(lane) {
    let ready = 0;
    for (const p of lane.processes) {
      if (p[READY] !== null) ready += Math.max(0, Math.min(p[GONE] ?? end, known) - p[READY]);
    }
    return ready ? Math.min(1, total(lane, RAN_UNTIL) / ready) : 0;
  }

  function add(lane, c) {
    const before = lane.chunks.at(-1);
    const until = which => before?.[which] ?? 0;
    c[RAN_UNTIL] = until(RAN_UNTIL) + Math.max(0, Math.min(c[OVER], known) - c[BEGUN]);
    c[FAILED_UNTIL] = until(FAILED_UNTIL) + (c[FAILED] ? 1 : 0);
    c[LOST_UNTIL] = until(LOST_UNTIL) + (c[END] === 'LOST' ? 1 : 0);
    c[ANSWERED_UNTIL] = until(ANSWERED_UNTIL) + c[ANSWERED];
    lane.chunks.push(c);
    if (callsSeen.size < 2) callsSeen.add(lane.pool + '.' + c[CALL]);
  }

  /** A sum over all the chunks of a lane that are kept. */
  function total(lane, which) {
    return (lane.chunks.at(-1)?.[which] ?? 0) - (lane.dropped?.[which] ?? 0);
  }

  function build() {
    byId('title').textContent = history.title;
    summarize();
    const missing = [
      history.earlierChunksLeftOut ? count(history.earlierChunksLeftOut, 'earlier chunk') : '',
      history.chunksLeftOut ? count(history.chunksLeftOut, 'later chunk') : '',
      history.processesLeftOut ? count(history.processesLeftOut, 'later process', 'later processes') : '']
      .filter(part => part);
    if (missing.length) {
      byId('left-out').textContent = `Not shown, because there were too many to keep: ${missing.join(', ')}.`;
      byId('left-out').hidden = false;
    }
    rebuild();
  }

  function summarize() {
    const chunks = sum(lanes, l => l.chunks.length);
    byId('summary').textContent = [
      pools > 1 ? count(pools, 'pool') : '',
      count(lanes.length, 'worker'),
      count(sum(lanes, l => l.processes.length), 'process', 'processes'),
      count(chunks, 'chunk'),
      count(sum(lanes, l => total(l, ANSWERED_UNTIL)), 'item') + ' answered',
      time(end)].filter(part => part).map(part => part.replaceAll(' ', '\u00a0')).join(' · ');
    document.body.dataset.lanes = lanes.length;
    document.body.dataset.chunks = chunks;
  }

  function rebuild() {
    const parts = [];
    let pool = 0;
    for (const lane of lanes) {
      if (pools > 1 && lane.pool !== pool) parts.push(element('h2', 'pool', `pool ${lane.pool}`));
      pool = lane.pool;
      parts.push(lane.row ?? row(lane));
    }
    byId('lanes').replaceChildren(...parts);
  }

  // ---- a history that grows ----

  /** Adds what is new: processes replace those of their generation, running chunks the ones before. */
  function feed(news) {
    const wasAtEnd = isLive && view.to >= end;
    let hasNewLane = false;
    end = Math.max(1, news.duration);
    known = end;
    for (const lane of lanes) {
      if (lane.chunks.at(-1)?.[END] === 'NOT_YET') lane.chunks.pop();
    }
    for (const fresh of news.lanes) {
      let lane = lanes.find(l => l.pool === fresh.pool && l.worker === fresh.worker);
      if (!lane) {
        lane = {pool: fresh.pool, worker: fresh.worker, processes: [], chunks: [], busyShare: 0};
        lanes.push(lane);
        hasNewLane = true;
      }
      for (const p of fresh.processes) {
        const at = lane.processes.findLastIndex(known => known[GENERATION] === p[GENERATION]);
        if (at < 0) lane.processes.push(p); else lane.processes[at] = p;
      }
      for (const c of fresh.chunks) add(lane, c);
    }
    if (hasNewLane) {
      lanes.sort((a, b) => a.pool - b.pool || a.worker - b.worker);
      pools = new Set(lanes.map(lane => lane.pool)).size;
      rebuild();
    }
    drop();
    for (const lane of lanes) {
      lane.busyShare = share(lane);
      describe(lane);
    }
    summarize();
    if (wasAtEnd) follow(); else draw();
  }

  /** Time has passed since the last news: what runs still runs. */
  function pass(micros) {
    const wasAtEnd = isLive && view.to >= end;
    end += micros;
    known = end;
    for (const lane of lanes) {
      const c = lane.chunks.at(-1);
      if (c?.[END] === 'NOT_YET') {
        c[OVER] = end;
        c[RAN_UNTIL] += micros;
      }
    }
    if (wasAtEnd) follow(); else draw();
  }

  /** Forgets what is older than an hour, or more than can be kept. */
  function drop() {
    let excess = sum(lanes, l => l.chunks.length) - MAX_CHUNKS;
    for (const lane of lanes) {
      let gone = 0;
      const share = Math.ceil(excess / lanes.length);
      while (gone < lane.chunks.length
          && (gone < share && excess > 0 || lane.chunks[gone][OVER] < end - MAX_AGE)) {
        gone++;
      }
      lane.dropped = lane.chunks.splice(0, gone).at(-1) ?? lane.dropped;
      if (lane === lanes[selected]) chosen = Math.max(-1, chosen - gone);
      dropped += gone;
      const most = Math.ceil(MAX_PROCESSES / lanes.length);
      const newest = lane.processes.length - most;
      lane.processes = lane.processes.filter(
          (p, place) => p[GONE] === null || place >= newest && p[GONE] >= end - MAX_AGE);
    }
  }

  /** Forgets lanes; their chunks count as those that are not kept any more. */
  function forget(lanesOf) {
    const gone = lanes.filter(lanesOf);
    if (!gone.length) return;
    const stays = lanes[selected];
    dropped += sum(gone, lane => lane.chunks.length);
    lanes.splice(0, lanes.length, ...lanes.filter(lane => !gone.includes(lane)));
    selected = lanes.indexOf(stays);
    if (selected < 0) chosen = -1;
    pools = new Set(lanes.map(lane => lane.pool)).size;
    rebuild();
    summarize();
  }

  /** Shows the end, and goes on to do so. */
  function follow(span = wanted) {
    isLive = true;
    wanted = span;
    view.to = end;
    view.from = Math.max(0, end - span);
    noteView();
    draw();
  }

  const grown = () => ({
    title: history.title, duration: end, leftOutSince: null, chunksLeftOut: 0, processesLeftOut: 0,
    earlierChunksLeftOut: dropped,
    lanes: lanes.map(({pool, worker, processes, chunks}) =>
        ({pool, worker, processes, chunks: chunks.map(c => c.slice(0, RAN_UNTIL))}))});

  function element(name, className, text = '') {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function row(lane) {
    lane.row = element('section', 'row lane');
    const label = element('div', 'label');
    label.append(element('b', '', `worker ${lane.worker}`));
    lane.busyText = element('span', '');
    lane.extraText = element('span', '');
    label.append(lane.busyText, lane.extraText);
    lane.label = label;
    lane.track = element('div', 'track');
    lane.canvas = document.createElement('canvas');
    lane.canvas.setAttribute('aria-hidden', 'true');
    lane.track.append(lane.canvas);
    lane.row.append(label, lane.track);
    describe(lane);
    return lane.row;
  }

  /** What its label says and its drawing needs, after what was seen of it. */
  function describe(lane) {
    const crashes = lane.processes.filter(p => p[ENDING] === 'LOST').length;
    Object.assign(lane.row.dataset, {
      pool: lane.pool, worker: lane.worker, processes: lane.processes.length,
      chunks: lane.chunks.length, crashes});
    say(lane.busyText, `${count(lane.chunks.length, 'chunk')}, ${Math.round(lane.busyShare * 100)} % busy`);
    say(lane.extraText, [
      lane.processes.length > 1 ? count(lane.processes.length, 'process', 'processes') : '',
      crashes ? count(crashes, 'crash', 'crashes') : ''].filter(part => part).join(', '));
    lane.extraText.hidden = !lane.extraText.textContent;
    lane.rowOf = [];
    let before = null;
    for (const p of lane.processes) {
      // A successor starts before the other is gone, and then needs a row of its own.
      const overlaps = before && (before[GONE] === null || before[GONE] > p[LAUNCHED]);
      lane.rowOf.push(overlaps ? 1 - lane.rowOf[lane.rowOf.length - 1] : 0);
      before = p;
    }
    lane.processRows = lane.rowOf.includes(1) ? 2 : 1;
    const height = 2 * PAD + lane.processRows * (PROCESS_HEIGHT + GAP) + CHUNK_HEIGHT;
    if (lane.height !== height) {
      lane.height = height;
      lane.track.style.minHeight = height + 'px';
    }
  }

  /** Only if it is different: what is the same need not be laid out again. */
  function say(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  // ---- drawing ----

  const width = () => byId('axis').parentElement.clientWidth;
  const x = (micros, w) => (micros - view.from) / (view.to - view.from) * w;

  function prepare(canvas, w, h) {
    const ratio = window.devicePixelRatio || 1;
    const wide = Math.max(1, Math.round(w * ratio)), high = Math.round(h * ratio);
    const pen = canvas.getContext('2d');
    // A new size clears it, and has the page laid out again.
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
    } else {
      pen.resetTransform();
      pen.clearRect(0, 0, wide, high);
    }
    if (canvas.style.height !== h + 'px') canvas.style.height = h + 'px';
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.font = '12px system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
    pen.textBaseline = 'middle';
    return pen;
  }

  function steps(w) {
    const most = Math.max(1, Math.floor(w / 110));
    const rough = (view.to - view.from) / most;
    const power = 10 ** Math.floor(Math.log10(rough));
    return Math.max(1, [1, 2, 5, 10].map(n => n * power).find(step => step >= rough * 0.999));
  }

  function drawAxis(w) {
    const pen = prepare(byId('axis'), w, AXIS_HEIGHT);
    const step = steps(w);
    let free = -Infinity;
    for (let at = Math.ceil(view.from / step) * step; at <= view.to; at += step) {
      const left = x(at, w);
      pen.fillStyle = colours.line;
      pen.fillRect(Math.round(left), AXIS_HEIGHT - 7, 1, 7);
      const text = time(at, step);
      const room = pen.measureText(text).width;
      const start = Math.min(Math.max(left - room / 2, 4), w - room - 4);
      if (start > free) {
        pen.fillStyle = colours.muted;
        pen.fillText(text, start, 12);
        free = start + room + 12;
      }
    }
  }

  function grid(pen, w, h) {
    const step = steps(w);
    pen.fillStyle = colours.line;
    pen.globalAlpha = 0.6;
    for (let at = Math.ceil(view.from / step) * step; at <= view.to; at += step) {
      pen.fillRect(Math.round(x(at, w)), 0, 1, h);
    }
    pen.globalAlpha = 1;
  }

  const isVisible = (from, to) => to >= view.from && from <= view.to;

  function drawLane(lane, w, height) {
    const pen = prepare(lane.canvas, w, height);
    grid(pen, w, height);
    const top = PAD + lane.processRows * (PROCESS_HEIGHT + GAP);
    let drawnTo = -Infinity; // Of those that all lie within one pixel, one is drawn.
    lane.processes.forEach((p, i) => {
      const last = x(p[GONE] ?? end, w);
      if (isVisible(p[LAUNCHED], p[GONE] ?? end) && (p[GONE] === null || last >= drawnTo + 1)) {
        drawnTo = last;
        if (p[READY] !== null) {
          const from = x(p[READY], w), to = x(Math.min(p[GONE] ?? end, known), w);
          pen.fillStyle = colours.idle;
          pen.fillRect(from, top, Math.max(0, to - from), CHUNK_HEIGHT);
        }
        drawProcess(pen, p, PAD + lane.rowOf[i] * (PROCESS_HEIGHT + GAP), w, i);
      }
    });
    drawChunks(pen, lane, top, w);
    for (const p of lane.processes) if (p[ENDING] === 'LOST') cross(pen, x(p[GONE], w), top, w);
  }

  function drawProcess(pen, p, top, w, place) {
    const from = Math.max(-4, x(p[LAUNCHED], w));
    const to = Math.min(w + 4, x(p[GONE] ?? end, w));
    const ready = Math.min(to, Math.max(from, p[READY] === null ? to : x(p[READY], w)));
    pen.fillStyle = place % 2 ? colours.lifeNext : colours.life;
    pen.fillRect(ready, top, Math.max(0, to - ready), PROCESS_HEIGHT);
    pen.save();
    pen.beginPath();
    pen.rect(from, top, Math.max(1, ready - from), PROCESS_HEIGHT);
    pen.clip();
    pen.fillStyle = colours.idle;
    pen.fillRect(from, top, Math.max(1, ready - from), PROCESS_HEIGHT);
    pen.strokeStyle = colours.start;
    pen.lineWidth = 1.6;
    pen.beginPath();
    for (let at = Math.floor(from / 6) * 6 - PROCESS_HEIGHT; at < ready; at += 6) {
      pen.moveTo(at, top + PROCESS_HEIGHT);
      pen.lineTo(at + PROCESS_HEIGHT, top);
    }
    pen.stroke();
    pen.restore();
    pen.fillStyle = p[ENDING] === 'LOST' ? colours.lost : colours.muted;
    pen.fillRect(from, top, 1.5, PROCESS_HEIGHT);
    if (p[GONE] !== null) pen.fillRect(to - 1.5, top, 1.5, PROCESS_HEIGHT);
    const text = nameOf(p);
    // On what is seen of its life; where that is too short, the number is in the tip.
    const start = Math.max(ready, 0) + 5;
    if (Math.min(to, w) - start > pen.measureText(text).width + 4) {
      pen.fillStyle = colours.lifeInk;
      pen.fillText(text, start, top + PROCESS_HEIGHT / 2 + 0.5);
    }
  }

  /** The place of the first chunk that is over at that time or later; they do not overlap. */
  const placeAt = (lane, micros) => placeOf(lane.chunks, 0, c => c[OVER] >= micros);

  /** The place of the first chunk, from a place on, that a condition is true of, as of all after it. */
  function placeOf(chunks, from, isTrue, behind = chunks.length) {
    let low = Math.min(from, behind), high = behind;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isTrue(chunks[middle])) high = middle; else low = middle + 1;
    }
    return low;
  }

  /** The same among those after a place, of which it is likely one of the next. */
  function placeAfter(chunks, place, behind, isTrue) {
    let step = 1;
    while (place + step < behind && !isTrue(chunks[place + step])) step *= 2;
    return placeOf(chunks, place + (step >> 1) + 1, isTrue, Math.min(place + step, behind));
  }

  function colour(c, place) {
    if (c[END] === 'LOST') return colours.lost;
    if (c[FAILED]) return colours.failed;
    return place % 2 ? colours.chunkNext : colours.chunk;
  }

  function drawChunks(pen, lane, top, w) {
    const full = new Float64Array(Math.ceil(w) + 1);
    const worst = new Uint8Array(Math.ceil(w) + 1);
    const chunks = lane.chunks, microsPerPixel = (view.to - view.from) / w;
    const first = placeAt(lane, view.from);
    const behind = placeOf(chunks, first, c => c[BEGUN] > view.to);
    const until = (place, which) => (place ? chunks[place - 1] : lane.dropped)?.[which] ?? 0;
    for (let i = first; i < behind;) {
      const c = chunks[i];
      const from = Math.max(-2, x(c[BEGUN], w)), to = Math.min(w + 2, x(c[OVER], w));
      if (to - from >= NARROW) {
        pen.fillStyle = colour(c, i);
        pen.fillRect(from, top, Math.max(1, to - from - 0.75), CHUNK_HEIGHT);
        const free = c[END] === 'LOST' ? to - 7 : to; // The rest is under the cross.
        label(pen, c, Math.max(0, from), Math.min(w, free), top);
        i++;
        continue;
      }
      // All that end in this pixel at once, however many they are.
      const pixel = Math.max(0, Math.floor(from));
      const edge = view.from + (pixel + 1) * microsPerPixel;
      const next = placeAfter(chunks, i, behind, c => c[OVER] >= edge);
      if (pixel < full.length) {
        full[pixel] += Math.max((until(next, RAN_UNTIL) - until(i, RAN_UNTIL)) / microsPerPixel, 0.1);
        worst[pixel] = Math.max(worst[pixel], until(next, LOST_UNTIL) > until(i, LOST_UNTIL) ? 2
            : until(next, FAILED_UNTIL) > until(i, FAILED_UNTIL) ? 1 : 0);
      }
      i = next;
    }
    if (lane === lanes[selected] && chosen >= first && chosen < behind) {
      const c = chunks[chosen];
      const from = Math.max(-2, x(c[BEGUN], w)), to = Math.min(w + 2, x(c[OVER], w));
      pen.strokeStyle = colours.ink;
      pen.lineWidth = 2;
      pen.strokeRect(from + 1, top + 1, Math.max(2, to - from - 2.5), CHUNK_HEIGHT - 2);
    }
    for (let pixel = 0; pixel < full.length; pixel++) {
      if (full[pixel]) {
        pen.globalAlpha = worst[pixel] ? 1 : 0.4 + 0.6 * Math.min(1, full[pixel]);
        pen.fillStyle = [colours.chunk, colours.failed, colours.lost][worst[pixel]];
        pen.fillRect(pixel, top, 1, CHUNK_HEIGHT);
      }
    }
    pen.globalAlpha = 1;
    const seen = String(Math.max(0, behind - first));
    if (lane.canvas.dataset.seen !== seen) lane.canvas.dataset.seen = seen;
  }

  function label(pen, c, from, to, top) {
    const texts = [range(c[FIRST], c[ITEMS]), c[ITEMS] === 1 ? `${c[FIRST] + 1}` : `${c[FIRST] + 1}${dashes}${c[FIRST] + c[ITEMS]}`];
    const text = to - from < 16 ? undefined : texts.find(t => pen.measureText(t).width + 8 < to - from);
    if (text) {
      pen.fillStyle = colours.chunkInk;
      pen.fillText(text, from + (to - from - pen.measureText(text).width) / 2, top + CHUNK_HEIGHT / 2 + 0.5);
    }
  }

  function cross(pen, at, top, w) {
    if (at < -6 || at > w + 6) return;
    const middle = top + CHUNK_HEIGHT / 2;
    const centre = Math.min(Math.max(at, 7), w - 7);
    pen.fillStyle = colours.lost;
    pen.fillRect(at - 1, top - 3, 2, CHUNK_HEIGHT + 6);
    pen.beginPath();
    pen.arc(centre, middle, 7, 0, 2 * Math.PI);
    pen.fill();
    pen.strokeStyle = colours.panel;
    pen.lineWidth = 2;
    pen.beginPath();
    for (const sign of [-1, 1]) {
      pen.moveTo(centre - 3, middle - 3 * sign);
      pen.lineTo(centre + 3, middle + 3 * sign);
    }
    pen.stroke();
  }

  let asked = false;
  function draw() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(drawNow);
  }

  function drawNow() {
    asked = false;
    const w = width();
    drawAxis(w);
    for (const lane of lanes) {
      if (!lane.canvas.style.height) lane.canvas.style.height = lane.height + 'px';
    }
    // All is measured before anything is drawn: what is drawn may change sizes, and to measure then
    // would have the page laid out again for each lane.
    const shown = [];
    for (const lane of lanes) {
      const box = lane.row.getBoundingClientRect();
      if (box.bottom >= -200 && box.top <= innerHeight + 200) {
        const beside = lane.label.offsetTop === lane.track.offsetTop;
        shown.push([lane, Math.max(lane.height, beside ? lane.label.offsetHeight : 0)]);
      }
    }
    for (const [lane, height] of shown) drawLane(lane, w, height);
  }

  function readColours() {
    const style = getComputedStyle(document.documentElement);
    const read = name => style.getPropertyValue('--' + name).trim();
    colours = {
      ink: read('ink'), muted: read('muted'), line: read('line'), panel: read('panel'),
      chunk: read('chunk'), chunkNext: read('chunk-next'), chunkInk: read('chunk-ink'),
      failed: read('failed'), lost: read('lost'), life: read('life'), lifeNext: read('life-next'),
      lifeInk: read('life-ink'), start: read('start'), idle: read('idle')};
    draw();
  }

  // ---- moving about ----

  function show(from, to) {
    const span = Math.min(end, Math.max(narrowest, to - from));
    view.from = Math.min(Math.max(0, from), end - span);
    view.to = view.from + span;
    wanted = view.from <= 0 && view.to >= end ? Infinity : span;
    noteView();
    draw();
  }

  function noteView() {
    Object.assign(document.body.dataset, {from: Math.round(view.from), to: Math.round(view.to)});
  }

  /** What keys and buttons zoom into: the chosen chunk, as long as it is seen. */
  function centre() {
    const c = lanes[selected]?.chunks[chosen];
    const middle = c && (c[BEGUN] + c[OVER]) / 2;
    return middle >= view.from && middle <= view.to ? middle : (view.from + view.to) / 2;
  }

  function zoom(factor, around = centre()) {
    const span = Math.min(end, Math.max(narrowest, (view.to - view.from) * factor));
    const part = (around - view.from) / (view.to - view.from);
    show(around - span * part, around + span * (1 - part));
  }

  function pan(part) {
    const by = (view.to - view.from) * part;
    show(view.from + by, view.to + by);
  }

  function select(place) {
    if (!lanes.length) return;
    lanes[selected]?.row.classList.remove('selected');
    selected = Math.min(Math.max(place, 0), lanes.length - 1);
    chosen = -1;
    const lane = lanes[selected];
    lane.row.classList.add('selected');
    lane.row.scrollIntoView({block: 'nearest'});
    byId('detail').textContent = [`worker ${lane.worker}` + (pools > 1 ? ` of pool ${lane.pool}` : '')]
        .concat([...lane.row.querySelectorAll('.label span')].map(s => s.textContent)).join(', ');
    draw();
  }

  function choose(step) {
    if (selected < 0) select(0);
    const lane = lanes[selected];
    if (!lane?.chunks.length) return;
    // The first one is the newest on the screen.
    chosen = chosen < 0
        ? Math.max(0, placeOf(lane.chunks, 0, c => c[BEGUN] > view.to) - 1)
        : Math.min(Math.max(chosen + step, 0), lane.chunks.length - 1);
    const c = lane.chunks[chosen];
    if (c[BEGUN] < view.from || c[OVER] > view.to) {
      const half = Math.max(view.to - view.from, (c[OVER] - c[BEGUN]) * 1.2) / 2;
      const middle = (c[BEGUN] + c[OVER]) / 2;
      show(middle - half, middle + half);
    }
    byId('detail').textContent = aboutChunk(lane, c).join(', ');
    draw();
  }

  /** Chooses the chunk at a point of a lane that is selected, if there is one. */
  function chooseAt(lane, event) {
    const box = lane.canvas.getBoundingClientRect();
    const micros = (view.to - view.from) / box.width;
    const at = view.from + (event.clientX - box.left) * micros;
    const margin = micros * (event.pointerType === 'mouse' ? 1 : 8); // Fingers are broad.
    const y = event.clientY - box.top;
    const top = PAD + lane.processRows * (PROCESS_HEIGHT + GAP);
    let place = placeAt(lane, at);
    const before = lane.chunks[place - 1];
    if (!(lane.chunks[place]?.[BEGUN] <= at) && before && before[OVER] >= at - margin) place--;
    const c = lane.chunks[place];
    if (!c || y < top - GAP || c[BEGUN] > at + margin) return;
    chosen = place;
    byId('detail').textContent = aboutChunk(lane, c).join(', ');
    draw();
  }

  const KEYS = {
    '+': () => zoom(0.5), '=': () => zoom(0.5), '-': () => zoom(2), '0': () => show(0, end),
    ArrowLeft: () => pan(-0.2), ArrowRight: () => pan(0.2), Home: () => show(0, view.to - view.from),
    End: () => show(end - (view.to - view.from), end),
    ArrowUp: () => select(selected - 1), ArrowDown: () => select(selected + 1),
    n: () => choose(1), N: () => choose(1), p: () => choose(-1), P: () => choose(-1)};

  function laneAt(target) {
    const found = target.closest?.('.lane');
    return found && lanes.find(lane => lane.row === found);
  }

  function tipText(lane, event) {
    const box = lane.canvas.getBoundingClientRect();
    const perPixel = (view.to - view.from) / box.width;
    const at = view.from + (event.clientX - box.left) * perPixel;
    const y = event.clientY - box.top;
    const top = PAD + lane.processRows * (PROCESS_HEIGHT + GAP);
    if (y >= top - GAP) {
      const first = placeAt(lane, at - perPixel);
      const here = [];
      let more = 0;
      for (let i = first; i < lane.chunks.length && lane.chunks[i][BEGUN] <= at + perPixel; i++) {
        if (here.length < 2) here.push(lane.chunks[i]); else more++;
      }
      const hit = here.find(c => c[BEGUN] <= at && at <= c[OVER]) || here[0];
      if (more) return [count(here.length + more, 'chunk') + ' here: zoom in to tell them apart'];
      if (hit) return aboutChunk(lane, hit);
      const p = lane.processes.find(p => p[READY] !== null && p[READY] <= at && at <= (p[GONE] ?? end));
      if (at > known) return p ? [`chunks from ${time(known)} on were too many to keep`] : [];
      return p ? [`waits for work, ${nameOf(p)}`] : [];
    }
    const line = Math.floor((y - PAD) / (PROCESS_HEIGHT + GAP));
    const near = lane.processes.find((p, i) => lane.rowOf[i] === Math.max(0, line)
        && p[LAUNCHED] - perPixel <= at && at <= (p[GONE] ?? end) + perPixel);
    return near ? aboutProcess(lane, near) : [];
  }

  function hover(event) {
    const lane = laneAt(event.target);
    const lines = lane && event.target === lane.canvas ? tipText(lane, event) : [];
    const tip = byId('tip');
    tip.hidden = !lines.length;
    if (lines.length) {
      tip.textContent = lines.join('\n');
      const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
      const below = event.clientY + 18;
      const top = below + tip.offsetHeight > innerHeight - 8 ? event.clientY - tip.offsetHeight - 12 : below;
      tip.style.left = Math.max(8, left) + 'px';
      tip.style.top = Math.max(8, top) + 'px';
    }
  }

  function listen() {
    const main = byId('view');
    main.addEventListener('keydown', event => {
      const action = KEYS[event.key];
      if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        action();
      }
    });
    for (const [id, action] of Object.entries({
      'zoom-in': () => zoom(0.5), 'zoom-out': () => zoom(2), 'pan-left': () => pan(-0.3),
      'pan-right': () => pan(0.3), fit: () => show(0, end)})) {
      byId(id).addEventListener('click', action);
    }
    const timeAt = clientX => {
      const box = byId('axis').getBoundingClientRect();
      return view.from + (clientX - box.left) / box.width * (view.to - view.from);
    };
    main.addEventListener('wheel', event => {
      if (!event.target.closest('.track') || event.ctrlKey && !event.deltaY) return;
      event.preventDefault();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) {
        pan((event.deltaX || event.deltaY) / 800);
      } else {
        zoom(Math.exp(Math.max(-150, Math.min(150, event.deltaY)) / 300), timeAt(event.clientX));
      }
    }, {passive: false});
    const fingers = new Map();
    let pressed = null; // Where a finger or button went down that has not moved since.
    main.addEventListener('pointerdown', event => {
      const track = event.target.closest('.track');
      if (!track || event.button) return;
      fingers.set(event.pointerId, event.clientX);
      track.setPointerCapture(event.pointerId);
      track.classList.add('dragged');
      const lane = laneAt(event.target);
      pressed = lane && fingers.size === 1 ? {lane, x: event.clientX, y: event.clientY} : null;
      if (lane) select(lanes.indexOf(lane));
    });
    main.addEventListener('pointermove', event => {
      if (fingers.has(event.pointerId)) {
        if (pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < 6) return;
        pressed = null;
        byId('tip').hidden = true;
        const before = [...fingers.values()];
        fingers.set(event.pointerId, event.clientX);
        const after = [...fingers.values()];
        if (after.length === 1) {
          pan((before[0] - after[0]) / width());
        } else {
          const distance = list => Math.max(10, Math.abs(list[0] - list[1]));
          zoom(distance(before) / distance(after), timeAt((after[0] + after[1]) / 2));
        }
      } else {
        hover(event);
      }
    });
    for (const name of ['pointerup', 'pointercancel']) {
      main.addEventListener(name, event => {
        fingers.delete(event.pointerId);
        event.target.closest('.track')?.classList.remove('dragged');
        if (name === 'pointerup' && pressed) chooseAt(pressed.lane, event);
        pressed = null;
        if (name === 'pointerup' && event.pointerType !== 'mouse') hover(event);
      });
    }
    main.addEventListener('pointerleave', () => { byId('tip').hidden = true; });
    addEventListener('resize', draw);
    addEventListener('scroll', draw, {passive: true});
    for (const condition of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(condition).addEventListener('change', readColours);
    }
  }

  build();
  listen();
  show(0, end);
  readColours();
  drawNow();
  document.body.dataset.drawn = 'true';
  return {feed, pass, follow, forget, grown, lanes, isAtEnd: () => isLive && view.to >= end};
};
if (document.getElementById('history')) {
  globalThis.drawTimeline(JSON.parse(document.getElementById('history').textContent));
}
