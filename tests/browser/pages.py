"""Pages that programs build, or that try what a browser is not to do. ``INSIDE`` stands for a port of this machine."""

from __future__ import annotations

from williams_testing.engines.render import SHELL

WORDS = "words of an answer that came later " * 20
LATE = (
    "<body><div id=root></div><script>setTimeout(async () => { const said = await (await fetch('/words')).text();"
    "document.getElementById('root').innerHTML = `<article><h1>Late</h1><p>${said}</p></article>` }, 300)</script>"
)
SHADOWS = (
    "<body><x-card><span slot=t>slotted words</span></x-card><script>customElements.define('x-card', class extends "
    "HTMLElement { constructor() { super(); this.attachShadow({mode: 'open'}).innerHTML = '<article><slot name=t>"
    "</slot><p>shadow words</p></article>' } })</script>"
)
CLOSED = (
    "<body><x-one></x-one><p>between</p><x-two><template shadowrootmode=closed><p>declared words <slot></slot></p>"
    "</template><b>slotted</b></x-two><script>customElements.define('x-one', class extends HTMLElement { "
    "constructor() { super(); const root = this.attachShadow({mode: 'closed'});"
    "root.innerHTML = '<p>closed words</p><x-two></x-two>';"
    "root.lastChild.attachShadow({mode: 'closed'}).innerHTML = '<p>deeper words</p>' } })</script>"
)
FRAMING = (
    "<body><p>above</p><iframe src=/below/framed width=500 height=500></iframe><iframe srcdoc='<p>written words</p>'>"
    "</iframe><iframe src=/below/framed width=1 height=1></iframe><iframe src='data:text/html,<p>strange'></iframe>"
)
FRAMED = "<body><p>framed words</p><a href=page>a link</a>"
TAMPERED = (
    "<body><p>whole</p><script>Object.defineProperty(Element.prototype, 'outerHTML', {get() { throw 1 }});"
    "Document.prototype.querySelectorAll = null; JSON.stringify = null; Promise = null</script>"
)
CLOCK = "<body><p id=a>begun </p><script>setInterval(() => { a.textContent += Date.now() + ' ' }, 40)</script>"
BUSY = "<body><p>before</p><script>setTimeout(() => { for (;;) {} }, 100)</script>"
ALERTS = "<body><p>alerts</p><script>for (let i = 0; i < 20; i++) { alert(i); confirm(i); prompt(i) }</script>"
ENDLESS_ALERTS = "<body><p>alerts</p><script>for (;;) alert(1)</script>"
WINDOWS = (
    "<body><p>windows</p><script>for (let i = 0; i < 5; i++) window.open('/clock', '', i % 2 ? 'noopener' : '');"
    "onbeforeunload = () => 'stay'; const a = document.createElement('a'); a.href = '/words'; a.download = 'x.bin';"
    "a.click();"
    "document.body.dataset.workers = String('serviceWorker' in navigator)</script>"
)
ASKING_INSIDE = """<body><ul id=a></ul><script>
const told = (way, said) => { a.insertAdjacentHTML('beforeend', `<li>${said} ${way}</li>`) };
const hosts = ['127.0.0.1:INSIDE', 'localhost:INSIDE', '[::1]:INSIDE', '0.0.0.0:INSIDE', 'inside.localhost:INSIDE',
  '169.254.169.254', '10.0.0.1', 'rebound.example.org:INSIDE'];
const pending = hosts.map(host => fetch(`http://${host}/fetch`, {mode: 'no-cors'}).then(
  () => told(`fetch ${host}`, 'REACHED'), () => told(`fetch ${host}`, 'kept from')));
for (const host of hosts) pending.push(new Promise(done => {
  const socket = new WebSocket(`ws://${host}/socket`);
  socket.onopen = () => { told(`socket ${host}`, 'REACHED'); done() };
  socket.onerror = () => { told(`socket ${host}`, 'kept from'); done() } }));
pending.push(fetch('file:///etc/passwd').then(() => told('file', 'REACHED'), () => told('file', 'kept from')));
for (const tag of ['iframe', 'script', 'img', 'embed', 'object']) {
  const element = document.createElement(tag);
  element[tag === 'object' ? 'data' : 'src'] = `http://127.0.0.1:INSIDE/${tag}`;
  document.body.append(element);
}
document.head.insertAdjacentHTML('beforeend', `<link rel=stylesheet href='http://127.0.0.1:INSIDE/css'>
  <link rel=preconnect href='http://127.0.0.1:INSIDE'><link rel=dns-prefetch href='//127.0.0.1:INSIDE'>`);
navigator.sendBeacon('http://127.0.0.1:INSIDE/beacon', 'x');
const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:UDP'},
  {urls: 'turn:127.0.0.1:UDP?transport=udp', username: 'a', credential: 'b'},
  {urls: 'turn:127.0.0.1:INSIDE?transport=tcp', username: 'a', credential: 'b'}]});
peer.createDataChannel('x');
peer.createOffer().then(offer => peer.setLocalDescription(offer));
Promise.all(pending).then(() => told('all', 'asked'));
</script>"""
GOING_INSIDE = "<body><script>location = 'http://127.0.0.1:INSIDE/secret'</script>"
GOING_TO_A_FILE = "<body><p>still here</p><script>location = 'file:///etc/passwd'</script>"
CIRCLING = "<body><script>setTimeout(() => { location = '/circling?' + Math.random() }, 20)</script>"
HEAP = "<body><script>const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()))</script>"
BUFFERS = (
    "<body><script>const all = []; setInterval(() => { all.push(new Uint8Array(5e7).fill(1));"
    "document.body.append(all.length) }, 10)</script>"
)
LONG = "<body><script>document.body.hidden = true; document.body.append('x'.repeat(1 << 20).repeat(21))</script>"

PAGES = {
    "/shell": SHELL,
    "/words": WORDS,
    "/late": LATE,
    "/shadows": SHADOWS,
    "/closed": CLOSED,
    "/framing": FRAMING,
    "/below/framed": FRAMED,
    "/tampered": TAMPERED,
    "/clock": CLOCK,
    "/busy": BUSY,
    "/alerts": ALERTS,
    "/endless-alerts": ENDLESS_ALERTS,
    "/windows": WINDOWS,
    "/asking-inside": ASKING_INSIDE,
    "/going-inside": GOING_INSIDE,
    "/going-to-a-file": GOING_TO_A_FILE,
    "/circling": CIRCLING,
    "/heap": HEAP,
    "/buffers": BUFFERS,
    "/long": LONG,
}
