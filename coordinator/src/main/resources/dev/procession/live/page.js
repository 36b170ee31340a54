'use strict';
// Shows what the events tell. Each is one JSON object; see LivePage and PoolState for its parts.
// Whatever comes from tasks becomes text of an element, never markup.
(() => {
  const MAX_FAILURES = 1000, SHOWN_FAILURES = 200, MAX_LINES = 2000, SHOWN_LINES = 500;
  const MAX_ENDED_JOBS = 6, MAX_CRASHES = 200, MAX_SAMPLES = 240, FOLLOWED = 30e6,
    RATE_SLICE = 2e6;
  const byId = id => document.getElementById(id);
  const token = location.pathname.split('/')[1];
  const timeline = globalThis.drawTimeline({
    title: '', duration: 0, leftOutSince: null, chunksLeftOut: 0, processesLeftOut: 0, lanes: []});
  const failures = [], lines = [], crashes = [];
  const samples = new Map(); // The memory of each process, by its lane and generation.
  let state = {pools: []};
  let template = null; // What a saved page is made of.
  let isOver = false, lastNews = 0, missed = 0, crashed = 0;

  // ---- words ----

  const number = n => Math.round(n).toLocaleString('en');
  const count = (n, one, many = one + 's') => `${number(n)} ${n === 1 ? one : many}`;

  function duration(micros) {
    if (micros === null || micros === undefined) return '';
    if (micros < 1000) return `${micros < 10 ? micros.toFixed(1) : Math.round(micros)} µs`;
    if (micros < 1e6) return `${(micros / 1e3).toFixed(micros < 1e5 ? 1 : 0)} ms`;
    if (micros < 120e6) return `${(micros / 1e6).toFixed(1)} s`;
    const minutes = Math.floor(micros / 60e6);
    return minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
  }

  function bytes(n) {
    if (n < 1024) return `${n} B`;
    const unit = Math.min(4, Math.floor(Math.log2(n) / 10));
    return `${(n / 1024 ** unit).toFixed(n / 1024 ** unit < 10 ? 1 : 0)} ${['', 'KiB', 'MiB', 'GiB', 'TiB'][unit]}`;
  }

  function element(name, className, text = '') {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  }

  /** Only if it is different: a reader of the screen says what changes. */
  function say(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  // Sequences by which a program would move a cursor, colour text or set the title of a terminal.
  const ESCAPES = /\u001b(?:\[[0-?]*[ -\/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -\/]*[0-~])/g;

  // What reverses text whatever it is; text that is written from the right needs none of it.
  const OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/g;

  /** Text of a task, without escape sequences, and with signs for other characters that control it. */
  const plain = text => text.replace(ESCAPES, '')
      .replace(/[\u0000-\u0008\u000b-\u001f]/g, c => String.fromCharCode(0x2400 + c.charCodeAt(0)))
      .replaceAll('\u007f', '\u2421')
      .replace(OVERRIDES, c => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase()}⟩`);

  /** An element with text of a task, whose direction has no effect on what is around it. */
  const foreign = text => element('bdi', '', plain(text));

  const hasPools = () => state.pools.length > 1;
  const place = (pool, worker) => (hasPools() ? `pool ${pool}, ` : '') + `worker ${worker}`;

  // ---- the workers ----

  const WORDS = {
    starting: 'JVM starts', idle: 'waits for work', busy: 'runs short items', retiring: 'finishes, to be replaced',
    leaving: 'leaves', stopped: 'stopped by a signal', gone: 'no process'};

  /** What a worker does, or did when the page last heard of it. */
  const doing = worker => (worker && isOver ? 'last seen: ' : '') + doingNow(worker);

  function doingNow(worker) {
    if (!worker) return 'gone';
    const word = WORDS[worker.state] ?? worker.state;
    if (!worker.item || worker.state === 'gone') return word;
    const [index, micros] = worker.item;
    const item = (index === null ? 'an item' : `item ${index + 1}`)
        + (micros < 250000 ? '' : ` for ${duration(micros)}`); // It is looked at that often.
    const waits = worker.chunks > 1 ? `, ${count(worker.chunks - 1, 'chunk')} waits there` : '';
    if (worker.waitsFor) return `${item}${waits}: ${worker.waitsFor}`;
    return `${worker.state === 'busy' ? 'runs' : word + ','} ${item}${waits}`;
  }

  function decorate(lane) {
    if (lane.is) return;
    lane.extraText.after(lane.process = element('span'), lane.is = element('span', 'is'));
    lane.memory = element('div', 'memory');
    lane.curves = ['memory', 'heap'].map(what => {
      const box = element('div');
      const canvas = document.createElement('canvas');
      canvas.setAttribute('aria-hidden', 'true');
      const text = element('span');
      box.append(canvas, text);
      lane.memory.append(box);
      return {what, canvas, text};
    });
    lane.label.append(lane.memory);
  }

  function actions(lane) {
    if (lane.acts || !state.allowKill) return;
    lane.acts = element('div', 'acts');
    for (const [name, signal] of [['Kill', 'kill'], ['Stop', 'stop'], ['Continue', 'continue']]) {
      const button = element('button', '', name);
      button.type = 'button';
      button.dataset.signal = signal;
      button.setAttribute('aria-label', `${name} the process of ${place(lane.pool, lane.worker)}`);
      button.addEventListener('click', () => send(lane, signal));
      lane.acts.append(button);
    }
    lane.label.append(lane.acts);
  }

  async function send(lane, signal) {
    const worker = workerOf(lane);
    if (!worker) return;
    const body = `pool=${lane.pool}&worker=${lane.worker}&generation=${worker.generation}&signal=${signal}`;
    try {
      const answer = await fetch('signal', {method: 'POST', headers: {'Procession-Token': token}, body});
      byId('detail').textContent = answer.ok
          ? `pid ${worker.pid} was sent the signal: ${signal}` : await answer.text();
    } catch {
      byId('detail').textContent = 'the process that serves this page is gone';
    }
  }

  const workerOf = lane => state.pools.find(pool => pool.pool === lane.pool)
      ?.workers?.find(worker => worker.worker === lane.worker);

  function showWorkers() {
    for (const lane of timeline.lanes) {
      decorate(lane);
      actions(lane);
      const worker = workerOf(lane);
      say(lane.process, worker && worker.pid
          ? `pid ${worker.pid}, process ${worker.generation}` + (worker.age === null ? '' : `, ${duration(worker.age)} old`)
          : '');
      say(lane.is, doing(worker));
      lane.row.dataset.state = worker?.state ?? 'gone';
      for (const button of lane.acts?.children ?? []) button.disabled = isOver || !worker?.pid;
      lane.memory.hidden = !worker?.pid;
      if (worker?.pid) showMemory(lane, worker);
    }
  }

  function showMemory(lane, worker) {
    const key = `${lane.pool}.${lane.worker}.${worker.generation}`;
    if (!samples.has(key)) samples.set(key, {memory: [], heap: []});
    if (samples.size > 2000) samples.delete(samples.keys().next().value);
    const kept = samples.get(key);
    const limit = state.pools.find(pool => pool.pool === lane.pool)?.residentLimit ?? 0;
    const now = {memory: [worker.resident, limit], heap: [worker.heap, worker.maxHeap]};
    for (const {what, canvas, text} of lane.curves) {
      const [value, most] = now[what];
      if (value) kept[what].push(value);
      if (kept[what].length > MAX_SAMPLES) kept[what].shift();
      say(text, value ? `${what} ${bytes(value)}` + (most ? ` of ${bytes(most)}` : '') : `${what} not known`);
      curve(canvas, kept[what], most || Math.max(1, ...kept[what]) * 1.25, 16);
    }
  }

  // To ask each canvas at each update would have the page laid out for each.
  const widths = new WeakMap();
  const sizes = new ResizeObserver(entries => {
    for (const {target, contentRect} of entries) widths.set(target, contentRect.width);
  });
  let colour = null; // Of curves; asked for once in each update.

  function curve(canvas, values, most, height) {
    if (!widths.has(canvas)) {
      widths.set(canvas, canvas.clientWidth);
      sizes.observe(canvas);
    }
    const width = widths.get(canvas);
    const ratio = devicePixelRatio || 1;
    const wide = Math.max(1, Math.round(width * ratio)), high = Math.round(height * ratio);
    if (canvas.width !== wide) canvas.width = wide;
    if (canvas.height !== high) canvas.height = high;
    const pen = canvas.getContext('2d');
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.globalAlpha = 1;
    colour ??= getComputedStyle(document.documentElement).getPropertyValue('--chunk').trim();
    pen.strokeStyle = colour;
    pen.fillStyle = colour;
    if (!values.length) return;
    const step = width / Math.max(values.length - 1, 1);
    const y = value => height - 1 - Math.min(1, value / most) * (height - 3);
    pen.beginPath();
    values.forEach((value, i) => pen.lineTo(i * step, y(value)));
    if (values.length === 1) pen.lineTo(width, y(values[0]));
    pen.lineWidth = 1.5;
    pen.stroke();
    pen.lineTo(width, height);
    pen.lineTo(0, height);
    pen.globalAlpha = 0.25;
    pen.fill();
  }

  // ---- jobs and figures ----

  function row(head, cells) {
    const made = element('tr');
    const th = element('th', '', head);
    th.scope = 'row';
    made.append(th, ...cells.map(cell => element('td', '', cell)));
    return made;
  }

  function showJobs() {
    const rows = [];
    for (const pool of state.pools) {
      const newest = [...pool.jobs].reverse();
      const open = newest.filter(job => !job.ended);
      for (const job of open.concat(newest.filter(job => job.ended).slice(0, MAX_ENDED_JOBS))) {
        const name = (hasPools() ? `${pool.pool}.` : '') + job.job;
        const made = row(name, [
          number(job.done) + (job.total ? ` of ${number(job.total)}` : ''), number(job.failed),
          job.ended ? '' : `${job.rate < 10 ? job.rate.toFixed(1) : number(job.rate)}/s`,
          job.ended || job.left === null ? '' : duration(job.left * 1e6),
          job.ended ? '' : number(job.chunk), job.ended ? '' : number(job.queued),
          job.ended ? '' : number(job.held),
          job.window ? `${number(job.window[0])} of ${number(job.window[1])}, ${bytes(Math.max(0, job.window[2]))}` : '',
          job.ended ? 'ended' : job.waits]);
        if (job.ended) made.className = 'over';
        rows.push(made);
      }
    }
    if (!rows.length) {
      const none = element('tr');
      const cell = element('td', '', 'none yet');
      cell.colSpan = 10;
      none.append(cell);
      rows.push(none);
    }
    byId('jobs').replaceChildren(...rows);
  }

  const total = what => state.pools.reduce((sum, pool) => sum + (pool[what] ?? 0), 0);

  function showFigures() {
    const rates = state.pools.map(pool => pool.rates)
        .reduce((sum, rates) => sum ? sum.map((rate, i) => rate + rates[i]) : rates, null) ?? [];
    // The last slice of time has not passed, and those before the beginning never were.
    const past = rates.slice(0, -1).slice(-Math.max(1, Math.ceil(state.now / RATE_SLICE)));
    const most = Math.max(1, ...past);
    curve(byId('rate'), past, most * 1.1, 110);
    say(byId('rate-text'), `items a second over the last ${past.length * RATE_SLICE / 1e6} seconds: `
        + `${number(past.at(-1) ?? 0)} now, ${number(past.length ? Math.max(...past) : 0)} at most`);
    const rows = [];
    for (const pool of state.pools) {
      const name = hasPools() ? `pool ${pool.pool}: ` : '';
      const cells = micros => micros.map(value => value ? duration(value) : '');
      rows.push(row(name + 'an item', cells(pool.itemTimes)), row(name + 'a chunk, there and back', cells(pool.roundTrips)));
    }
    byId('times').replaceChildren(...rows);
    say(byId('totals'), `${bytes(total('bytesSent'))} sent to workers, ${bytes(total('bytesReceived'))} received; `
        + `${count(total('started'), 'process', 'processes')} started, ${number(total('lost'))} lost`);
  }

  function showState() {
    const busy = state.pools.flatMap(pool => pool.workers ?? [])
        .filter(worker => worker.state === 'busy' || worker.state === 'retiring').length;
    const parts = [`${number(total('done'))} done`, `${number(total('failed'))} failed`];
    if (!isOver) parts.push(`${number(total('queued'))} queued`, `${busy} busy`);
    say(byId('state'), (isOver ? 'The work has ended: ' : 'Live: ') + parts.join(', '));
    byId('state').classList.toggle('over', isOver);
  }

  // ---- lists ----

  function keep(list, fresh, most) {
    list.push(...fresh);
    list.splice(0, list.length - most);
    return fresh.length > 0;
  }

  function entry(title, texts) {
    const item = element('li');
    const text = texts.filter(part => part).join('\n');
    if (!text) {
      item.append(...title);
      return item;
    }
    const details = element('details');
    const summary = element('summary');
    summary.append(...title);
    const pre = element('pre');
    pre.append(foreign(text));
    details.append(summary, pre);
    item.append(details);
    return item;
  }

  /**
   * Shows the newest first. What is shown already stays where it is, so that it keeps the focus, and
   * does not move under the eyes of whoever reads it.
   */
  function showList(list, told, make) {
    const wanted = new Set(told);
    for (const item of [...list.children]) if (!wanted.has(item.told)) item.remove();
    const isRead = list.scrollTop > 0 || list.contains(document.activeElement)
        || list.querySelector('details[open]');
    const before = list.scrollHeight;
    let next = list.firstElementChild;
    for (const one of [...told].reverse()) {
      if (next && next.told === one) {
        next = next.nextElementSibling;
      } else {
        const made = make(one);
        made.told = one;
        list.insertBefore(made, next);
      }
    }
    if (isRead) list.scrollTop += list.scrollHeight - before;
  }

  function showFailures() {
    const wanted = byId('filter').value.trim().toLowerCase();
    const found = failures.filter(f => f.words.includes(wanted));
    showList(byId('failures'), found.slice(-SHOWN_FAILURES), f => {
      const [pool, job, index, items, worker, , title, text] = f.told;
      const what = items === 1 ? `item ${index + 1}` : `items ${index + 1}–${index + items}`;
      const where = worker < 0 ? '' : `, ${place(pool, worker)}`;
      const of = (hasPools() ? `${pool}.` : '') + job; // As in the table of jobs.
      return entry([element('b', '', what), ` of job ${of}${where}: `, foreign(title)], [text]);
    });
    say(byId('failures-count'), failures.length
        ? `${number(found.length)} of ${number(failures.length)}`
            + (failures.length === MAX_FAILURES ? ', the last that are kept' : '')
        : 'none');
  }

  function showCrashes() {
    showList(byId('crashes'), crashes, told => {
      const [pool, worker, generation, pid, at, code, detail, tail] = told;
      const signal = code > 128 ? `, signal ${code - 128}` : '';
      return entry([element('b', '', place(pool, worker)),
        `, process ${generation}` + (pid ? `, pid ${pid}` : '') + ' at ' + duration(at) + ': '
            + (code < 0 ? 'could not be run' : `exit code ${code}${signal}`)],
      [detail, tail ? 'It printed last:\n' + tail : '']);
    });
  }

  function showLines() {
    const wanted = byId('printer').value;
    const box = byId('lines');
    const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 8;
    box.replaceChildren(...lines.filter(line => !wanted || `${line[0]}.${line[1]}` === wanted).slice(-SHOWN_LINES)
        .map(([pool, worker, toErr, , text]) => {
          const made = element('div', toErr ? 'err' : '');
          made.append(element('i', '', `${place(pool, worker)}  `), foreign(text));
          return made;
        }));
    if (atEnd) box.scrollTop = box.scrollHeight;
  }

  function addPrinters() {
    const known = new Set([...byId('printer').options].map(option => option.value));
    for (const [pool, worker] of lines) {
      const value = `${pool}.${worker}`;
      if (!known.has(value)) {
        known.add(value);
        const option = element('option', '', `pool ${pool}, worker ${worker}`);
        option.value = value;
        option.dataset.pool = pool;
        byId('printer').append(option);
      }
    }
  }

  function showSettings([pool, flags]) {
    const details = element('details');
    details.dataset.pool = pool;
    const list = element('dl');
    for (const [flag, reason] of flags) list.append(element('dt', '', flag), element('dd', '', reason));
    details.append(element('summary', '', `how workers of pool ${pool} are launched`), list);
    byId('settings').append(details);
  }

  function showLesson(texts) {
    if (!texts.length) return;
    byId('lesson-part').hidden = false;
    byId('lesson-part').parentElement.classList.add('taught');
    const box = byId('lesson');
    box.append(...texts.map(text => element('div', '', text)));
    box.scrollTop = box.scrollHeight;
  }

  /** Forgets pools that have ended: those that give way to others, and those of which nothing is kept. */
  function forgetPools() {
    const shown = new Map(state.pools.map(pool => [pool.pool, pool]));
    const newest = Math.max(0, ...shown.keys()); // A newer one may have begun after the state was made.
    const isGone = pool => pool < newest && !shown.has(pool);
    timeline.forget(lane => isGone(lane.pool)
        || shown.get(lane.pool)?.ended && !lane.processes.length && !lane.chunks.length);
    for (const made of [...byId('settings').children, ...byId('printer').options]) {
      if (made.dataset.pool && isGone(Number(made.dataset.pool)) && !made.selected) made.remove();
    }
  }

  // ---- events ----

  function told(event) {
    const news = JSON.parse(event.data);
    colour = null;
    state = {...news, pools: news.pools.map(pool => ({workers: [], residentLimit: null, ...pool}))};
    isOver = news.ended;
    missed += news.history.chunksLeftOut;
    timeline.feed(news.history);
    forgetPools();
    lastNews = performance.now();
    document.title = `${news.title}, live`;
    say(byId('title'), news.title);
    if (news.settings) showSettings(news.settings);
    showLesson(news.lesson);
    const failed = news.failures.map(told => ({told, words: words(told)}));
    if (keep(failures, failed, MAX_FAILURES) || !byId('failures-count').textContent) showFailures();
    if (keep(crashes, news.crashes, MAX_CRASHES)) {
      showCrashes();
      const [pool, worker] = crashes.at(-1);
      crashed += news.crashes.length;
      say(byId('news'), `${place(pool, worker)} crashed; ${count(crashed, 'crash', 'crashes')} so far`);
    }
    if (keep(lines, news.lines, MAX_LINES)) {
      addPrinters();
      showLines();
    }
    showWorkers();
    showJobs();
    showFigures();
    showState();
    showFollowing();
    const body = document.body.dataset;
    body.events = Number(body.events ?? 0) + 1;
    body.over = isOver;
    if (isOver) {
      say(byId('news'), byId('state').textContent);
      source.close();
    }
  }

  const words = ([pool, job, index, items, worker, , title, text]) =>
    `item ${index + 1} job ${job} pool ${pool} worker ${worker} ${title} ${text}`.toLowerCase();

  async function lost() {
    source.close();
    if (isOver) return;
    isOver = true;
    let why = 'The process that served this page is gone, or has dropped it. What is here stays.';
    try {
      const abort = new AbortController();
      const answer = await fetch('events', {signal: abort.signal});
      why = answer.ok ? 'The connection was lost. Load the page again to go on.' : await answer.text();
      abort.abort();
    } catch {
      // It is gone.
    }
    say(byId('state'), why);
    say(byId('news'), why);
    byId('state').classList.add('over');
    showWorkers();
    showFollowing();
    document.body.dataset.over = 'lost';
  }

  function showFollowing() {
    byId('follow').setAttribute('aria-pressed', String(timeline.isAtEnd() && !isOver));
  }

  function save() {
    if (!template) return;
    const history = {...timeline.grown(), title: state.title ?? ''};
    history.earlierChunksLeftOut += missed;
    const json = JSON.stringify(history).replaceAll('<', '\\u003c');
    const title = history.title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const [before, between, after] = template.split(/\{\{(?:title|history)\}\}/);
    const page = new Blob([before, title, between, json, after], {type: 'text/html'});
    const link = document.createElement('a');
    link.href = URL.createObjectURL(page);
    link.download = 'timeline.html';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  byId('filter').addEventListener('input', showFailures);
  byId('printer').addEventListener('change', showLines);
  byId('save').addEventListener('click', save);
  byId('follow').addEventListener('click', () => {
    timeline.follow(FOLLOWED);
    showFollowing();
  });
  byId('view').addEventListener('keydown', event => {
    if (event.key === 'End') timeline.follow();
    showFollowing();
  });
  for (const name of ['pointerup', 'wheel', 'click']) {
    byId('view').addEventListener(name, () => setTimeout(showFollowing), {passive: true});
  }
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
    setInterval(() => {
      const now = performance.now();
      if (lastNews && !isOver && !document.hidden && now - lastNews < 2000) {
        timeline.pass((now - lastNews) * 1000 - passed());
        alreadyPassed = (now - lastNews) * 1000;
      }
    }, 50);
  }
  let alreadyPassed = 0, passedSince = 0;
  function passed() {
    if (passedSince !== lastNews) {
      passedSince = lastNews;
      alreadyPassed = 0;
    }
    return alreadyPassed;
  }

  timeline.follow(FOLLOWED);
  fetch('template').then(answer => answer.text()).then(text => { template = text; });
  const source = new EventSource('events');
  source.addEventListener('message', told);
  source.addEventListener('error', lost);
})();
