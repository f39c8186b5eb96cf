// The map: larger and smaller, branches folded away, walking with the arrow keys, and looking back
// in time. Without this file it is a picture of links, and the slider has a button.

import { Folding } from './spread-fold.js'

const SHAPES = {
  planned: 'spread-blue',
  trying: 's-amber',
  in_use: 's-green',
  developed: 'spread-teal',
  dropped: 's-plum',
}
const SIGNS = {
  planned: ['calendar-event', 'blue'],
  trying: ['hourglass-split', 'amber'],
  in_use: ['check-circle-fill', 'green'],
  developed: ['stars', 'teal'],
  dropped: ['dash-circle', 'plum'],
}
const UNSAID = ['question-circle', '']
const LEAST = 0.2
const MOST = 2
// Smaller than this nobody can read it.
const READABLE = 0.75
// Smaller than this there are no words any more, only colours.
const FAR = 0.4

class SpreadMap {
  constructor(canvas) {
    this.scroll = canvas.querySelector('[data-scroll]')
    this.svg = canvas.querySelector('.spread-fig')
    this.width = Number(this.svg.getAttribute('width'))
    this.height = Number(this.svg.getAttribute('height'))
    this.scale = 1
    this.nodes = [...this.svg.querySelectorAll('[data-node]')]
    this.byId = new Map(this.nodes.map((node) => [node.dataset.node, node]))
    const lines = [...this.svg.querySelectorAll('[data-line]')]
    this.lines = new Map(lines.map((line) => [line.dataset.line, line]))
    this.prepareTools(canvas.querySelector('[data-tools]'))
    this.prepareWalking()
    this.folding = new Folding(this, canvas)
    canvas.dataset.ready = ''
    this.prepareTime(document.querySelector('[data-slider]'))
    // A little too wide is made to fit; what is far too wide is walked through.
    if (this.across() >= READABLE) this.zoom(Math.min(1, this.across()))
  }

  prepareTools(tools) {
    tools.hidden = false
    tools.addEventListener('click', (event) => {
      const button = event.target.closest('[data-zoom]')
      if (!button) return
      if (button.dataset.zoom === 'fit') this.zoom(this.fitting())
      else this.zoom(this.scale * (button.dataset.zoom === 'in' ? 1.25 : 0.8))
    })
  }

  across() {
    const style = getComputedStyle(this.scroll)
    return (this.scroll.clientWidth - parseFloat(style.paddingLeft) * 2) / this.width
  }

  fitting() {
    const style = getComputedStyle(this.scroll)
    const down = this.scroll.clientHeight - parseFloat(style.paddingTop) * 2
    return Math.min(1, this.across(), Math.max(down, 200) / this.height)
  }

  // What one looks at stays in the middle.
  zoom(scale) {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.scroll
    const before = this.scale
    this.scale = Math.max(Math.min(LEAST, this.fitting()), Math.min(MOST, scale))
    this.svg.setAttribute('width', Math.round(this.width * this.scale))
    this.svg.setAttribute('height', Math.round(this.height * this.scale))
    this.svg.classList.toggle('spread-far', this.scale < FAR)
    const times = this.scale / before
    if (times === 1) return
    this.scroll.scrollLeft = (scrollLeft + clientWidth / 2) * times - clientWidth / 2
    this.scroll.scrollTop = (scrollTop + clientHeight / 2) * times - clientHeight / 2
  }

  // The picture has other measures now.
  resize(width, height) {
    this.width = width
    this.height = height
    this.svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
    this.zoom(this.scale)
  }

  // One stop for the Tab key; from there the arrow keys walk.
  prepareWalking() {
    this.nodes.forEach((node, index) => node.setAttribute('tabindex', index ? '-1' : '0'))
    this.stop = this.nodes[0]
    this.svg.addEventListener('keydown', (event) => {
      const here = event.target.closest('[data-node]')
      if (!here || event.altKey || event.ctrlKey || event.metaKey) return
      const next = this.neighbour(here, event.key)
      if (next === undefined) return
      event.preventDefault()
      if (next) this.visit(next)
    })
    this.svg.addEventListener('focusin', (event) => {
      const node = event.target.closest('[data-node]')
      if (node) this.stopAt(node)
    })
  }

  neighbour(here, key) {
    const shown = this.nodes.filter((node) => this.folding.isSeen(node))
    const level = shown.filter((node) => this.depth(node) === this.depth(here))
    const at = level.indexOf(here)
    switch (key) {
      case 'ArrowLeft':
        return this.byId.get(here.dataset.parent) || null
      case ' ':
        this.folding.toggle(here)
        return null
      case 'ArrowRight':
        if (this.folding.isFolded(here)) {
          this.folding.toggle(here)
          return null
        }
        return shown.find((node) => node.dataset.parent === here.dataset.node) || null
      case 'ArrowUp':
        return level[at - 1] || null
      case 'ArrowDown':
        return level[at + 1] || null
      case 'Home':
        return shown[0]
      case 'End':
        return level[level.length - 1]
      case '+':
        this.zoom(this.scale * 1.25)
        return null
      case '-':
        this.zoom(this.scale * 0.8)
        return null
      default:
        return undefined
    }
  }

  depth(node) {
    return this.folding.depth.get(node)
  }

  visit(node) {
    this.stopAt(node)
    node.focus()
    node.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  stopAt(node) {
    this.stop.setAttribute('tabindex', '-1')
    this.stop = node
    node.setAttribute('tabindex', '0')
  }

  prepareTime(slider) {
    if (!slider) return
    const output = document.querySelector('[data-until]')
    const [year, month] = slider.dataset.first.split('-').map(Number)
    const words = new Intl.DateTimeFormat(slider.dataset.language, {
      month: 'long',
      year: 'numeric',
    })
    slider.addEventListener('input', () => {
      const after = Number(slider.value)
      output.textContent = words.format(new Date(year, month - 1 + after, 15))
      slider.setAttribute('aria-valuetext', output.textContent)
      this.show(after)
    })
    slider.setAttribute('aria-valuetext', output.textContent.trim())
  }

  // What was there so many months after the beginning, and how it went then.
  show(month) {
    const later = new Set()
    for (const node of this.nodes) {
      const waits = node.dataset.parent !== '' && Number(node.dataset.month) > month
      if (waits) later.add(node.dataset.node)
      node.classList.toggle('spread-later', waits)
      if (node.dataset.parent !== '') this.paint(node, this.statusAt(node, month))
    }
    for (const [id, line] of this.lines) {
      const gone = later.has(id) || later.has(this.byId.get(id).dataset.parent)
      line.classList.toggle('spread-later', gone)
    }
    this.folding.tell()
  }

  statusAt(node, month) {
    let found = ''
    for (const told of node.dataset.history.split(' ').filter(Boolean)) {
      const [at, status] = told.split(':')
      if (Number(at) <= month) found = status
    }
    return found
  }

  paint(node, status) {
    const [sign, tone] = SIGNS[status] || UNSAID
    node.querySelector('rect').setAttribute('class', SHAPES[status] || 's-card')
    const use = node.querySelector('use')
    use.setAttribute('class', `spread-sign ${tone}`)
    use.setAttribute('href', `${use.getAttribute('href').split('#')[0]}#${sign}`)
  }
}

const canvas = document.querySelector('[data-spread]')
if (canvas) {
  new SpreadMap(canvas)
  // For whoever measures: the picture stands, and answers.
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('spread-drawn')))
}
