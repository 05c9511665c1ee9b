// Runs beside the page's own programs, in a world of its own: what they replaced of the browser's functions is whole here.
// Returns the page as HTML, with what stands in shadow roots and in the page's own frames in the place where it is shown.
// `closed` are the shadow roots that a page's programs do not give away; the frames are those of the page's own origin.
(longest, ...closed) => {
  const LEAST_AREA = 10_000;
  const closedOf = new Map(closed.map((root) => [root.host, root]));
  const shadowOf = (node) => node.shadowRoot || closedOf.get(node);
  const framed = (node) => {
    if (node.localName !== "iframe" || !node.contentDocument?.body) return null;
    const { width, height } = node.getBoundingClientRect();
    const ofOwn = /^(https?:|about:srcdoc)/.test(node.contentDocument.URL);
    return ofOwn && width * height >= LEAST_AREA ? node.contentDocument.body : null;
  };
  const shown = (node) =>
    node.localName === "slot" && node.getRootNode().host && node.assignedNodes().length
      ? node.assignedNodes()
      : (framed(node) || shadowOf(node) || node).childNodes;
  const isJoined = () => {
    for (const each of document.querySelectorAll("*")) if (shadowOf(each) || framed(each)) return true;
    return false;
  };
  const copyOf = (node) => {
    if (framed(node)) return document.createElement("div");
    const copy = document.importNode(node, node.localName === "template");
    // What a frame links to is told from where the frame stands.
    if (node.ownerDocument !== document)
      for (const name of ["href", "src"])
        if (node.hasAttribute?.(name) && typeof node[name] === "string") copy.setAttribute(name, node[name]);
    return copy;
  };
  const copied = (root) => {
    const top = root.cloneNode(false);
    const open = [[root, top]];
    while (open.length) {
      const [from, to] = open.pop();
      for (const child of shown(from)) {
        const copy = copyOf(child);
        to.append(copy);
        if (child.localName !== "template") open.push([child, copy]);
      }
    }
    return top;
  };
  const root = document.documentElement;
  if (!root) return { url: document.URL, html: "" };
  const html = (isJoined() ? copied(root) : root).outerHTML;
  return html.length > longest ? { url: document.URL, length: html.length } : { url: document.URL, html };
}
