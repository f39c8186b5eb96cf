// Folding and unfolding the map branch by branch: what is folded away takes no room, and the
// picture is laid out again as the server does it (layout.py): a column each generation, a row
// each leaf, everything else level with the middle of what grew from it; or, where there is so
// much that its middle is far away, with the first of it.

const SVG = 'http://www.w3.org/2000/svg'
// More than this at once is a wall; the rest waits in its branches.
const AT_ONCE = 40
const FAR = 80
const PILL = { width: 30, height: 22, gap: 6 }

function piece(name, attributes, parent) {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  parent.append(made)
  return made
}

export class Folding {
  constructor(map, canvas) {
    this.map = map
    this.size = Object.fromEntries(
      ['column', 'row', 'left', 'top', 'box', 'tall'].map((key) => [key, Number(map.svg.dataset[key])]),
    )
    this.words = canvas.dataset
    this.shown = canvas.querySelector('[role=status][data-shown]')
    this.headings = [...map.svg.querySelectorAll('[data-generation]')]
    this.children = new Map(map.nodes.map((node) => [node, []]))
    this.parent = new Map()
    this.depth = new Map()
    for (const node of map.nodes) {
      const parent = map.byId.get(node.dataset.parent)
      if (parent) this.children.get(parent).push(node)
      this.parent.set(node, parent)
      this.depth.set(node, parent ? this.depth.get(parent) + 1 : 0)
    }
    this.folded = new Set()
    this.pills = new Map()
    for (const node of map.nodes) if (this.children.get(node).length) this.pills.set(node, this.pill(node))
    this.begin(canvas.hasAttribute('data-narrowed'))
    this.layOut()
    map.svg.addEventListener('click', (event) => {
      const pill = event.target.closest('.spread-fold')
      if (pill) this.toggle(map.byId.get(pill.dataset.of))
    })
    for (const button of canvas.querySelectorAll('[data-fold]')) {
      button.hidden = this.pills.size < 2
      button.addEventListener('click', () => this.all(button.dataset.fold === 'all'))
    }
  }

  pill(node) {
    const made = piece('g', { class: 'spread-fold', role: 'button', tabindex: '-1', 'data-of': node.dataset.node }, this.map.svg)
    // A finger's width around what is seen.
    piece('rect', { class: 'reach', x: -5, y: -10, width: PILL.width + 10, height: PILL.height + 20 }, made)
    piece('rect', { width: PILL.width, height: PILL.height, rx: PILL.height / 2 }, made)
    piece('text', { x: PILL.width / 2, y: 15.5, 'text-anchor': 'middle', 'font-size': 12 }, made)
    return made
  }

  // A large family begins folded: as many generations as can be taken in, or, where it is
  // narrowed, the ways to what was asked for.
  begin(narrowed) {
    const { nodes } = this.map
    if (nodes.length <= AT_ONCE) return
    const deep = Math.max(...this.depth.values())
    let open = 1
    const until = (depth) => nodes.filter((node) => this.depth.get(node) <= depth).length
    while (!narrowed && open < deep && until(open + 1) <= AT_ONCE) open += 1
    for (const node of this.pills.keys()) if (this.depth.get(node) >= open) this.folded.add(node)
    if (!narrowed) return
    for (const node of nodes) {
      if (node.classList.contains('dim')) continue
      for (let up = this.parent.get(node); up; up = this.parent.get(up)) this.folded.delete(up)
    }
  }

  canFold(node) {
    return this.pills.has(node)
  }

  isFolded(node) {
    return this.folded.has(node)
  }

  isSeen(node) {
    return !node.classList.contains('spread-folded') && !node.classList.contains('spread-later')
  }

  toggle(node) {
    if (!this.canFold(node)) return
    const { scroll } = this.map
    const before = node.getBoundingClientRect()
    if (!this.folded.delete(node)) this.folded.add(node)
    this.layOut()
    // Where one looked stays where it was.
    const after = node.getBoundingClientRect()
    scroll.scrollTop += after.top - before.top
    scroll.scrollLeft += after.left - before.left
  }

  all(fold) {
    const root = this.map.nodes[0]
    this.folded = new Set(fold ? [...this.pills.keys()].filter((node) => node !== root) : [])
    this.layOut()
    const { scroll, scale } = this.map
    scroll.scrollTop = this.at.get(root).y * scale - scroll.clientHeight / 2
    scroll.scrollLeft = 0
  }

  layOut() {
    const { map, size } = this
    const open = []
    for (const node of map.nodes) {
      const parent = this.parent.get(node)
      const seen = !parent || (!parent.classList.contains('spread-folded') && !this.folded.has(parent))
      node.classList.toggle('spread-folded', !seen)
      map.lines.get(node.dataset.node)?.classList.toggle('spread-folded', !seen)
      if (seen) open.push(node)
    }
    const rows = new Map()
    let next = 0
    for (const node of open) if (this.folded.has(node) || !this.canFold(node)) rows.set(node, next++)
    for (const node of [...open].reverse()) {
      const own = this.children.get(node)
      if (rows.has(node)) continue
      const last = open.length > FAR ? own[0] : own[own.length - 1]
      rows.set(node, (rows.get(own[0]) + rows.get(last)) / 2)
    }
    this.at = new Map()
    for (const node of open) this.put(node, rows.get(node))
    const last = Math.max(...open.map((node) => this.depth.get(node)))
    this.headings.forEach((heading, depth) => heading.classList.toggle('spread-folded', depth > last))
    const beyond = open.some((node) => this.folded.has(node) && this.depth.get(node) === last)
    map.resize(
      size.left * 2 + last * size.column + size.box + (beyond ? PILL.width + PILL.gap : 0),
      Math.round(size.top + next * size.row),
    )
    this.tell()
    const focused = document.activeElement
    if (focused?.matches?.('.spread-folded')) map.visit(this.nearest(focused))
    else if (map.stop.classList.contains('spread-folded')) map.stopAt(this.nearest(map.stop))
  }

  put(node, row) {
    const { size } = this
    const x = size.left + this.depth.get(node) * size.column
    const y = size.top + Math.round(row * size.row)
    this.at.set(node, { x, y })
    node.querySelector('g').setAttribute('transform', `translate(${x} ${y})`)
    const pill = this.pills.get(node)
    const middle = y + Math.floor(size.tall / 2)
    if (pill) pill.setAttribute('transform', `translate(${x + size.box + PILL.gap} ${middle - PILL.height / 2})`)
    const from = this.at.get(this.parent.get(node))
    if (!from) return
    const start = from.x + size.box
    const first = from.y + Math.floor(size.tall / 2)
    const bend = Math.floor((x - start) / 2)
    const way = `M${start} ${first}C${start + bend} ${first} ${x - bend} ${middle} ${x} ${middle}`
    this.map.lines.get(node.dataset.node).setAttribute('d', way)
  }

  nearest(node) {
    let up = node
    while (up.classList.contains('spread-folded')) up = this.parent.get(up)
    return up
  }

  // What each branch holds, for eyes and ears; how much of the whole is to be seen.
  tell() {
    const { nodes } = this.map
    const below = new Map(nodes.map((node) => [node, 0]))
    for (const node of [...nodes].reverse()) {
      const parent = this.parent.get(node)
      if (!parent) continue
      const here = node.classList.contains('spread-later') ? 0 : 1
      below.set(parent, below.get(parent) + below.get(node) + here)
    }
    for (const [node, pill] of this.pills) {
      const number = below.get(node)
      const folded = this.folded.has(node)
      pill.classList.toggle('spread-folded', !this.isSeen(node) || !number)
      pill.querySelector('text').textContent = folded ? `+${number}` : '\u2212'
      pill.setAttribute('aria-expanded', String(!folded))
      node.setAttribute('aria-expanded', String(!folded))
      const name = node.getAttribute('aria-label')
      const words = this.words.grew.replace('{name}', () => name).replace('{number}', number)
      pill.setAttribute('aria-label', words)
    }
    const there = nodes.filter((node) => !node.classList.contains('spread-later'))
    const seen = there.filter((node) => this.isSeen(node)).length
    const words = this.words.shown.replace('{shown}', seen).replace('{all}', there.length)
    if (this.shown && this.shown.textContent !== words) this.shown.textContent = words
  }
}
