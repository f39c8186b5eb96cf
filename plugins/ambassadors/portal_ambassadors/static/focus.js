// Choosing what a photo is cut around: a click in the picture moves the two sliders, and the
// square follows them. Without this the sliders work all the same.

for (const form of document.querySelectorAll('[data-focus]')) {
  const whole = form.querySelector('.ambassadors-whole');
  const picture = whole.querySelector('img');
  const square = whole.querySelector('rect');
  const point = whole.querySelector('circle');
  const x = form.elements.x;
  const y = form.elements.y;
  const keep = (value, most) => Math.min(Math.max(0, value), most);

  function draw() {
    const width = Number(picture.getAttribute('width'));
    const height = Number(picture.getAttribute('height'));
    const side = Math.min(width, height);
    const left = keep((width * x.value) / 100 - side / 2, width - side);
    const top = keep((height * y.value) / 100 - side / 2, height - side);
    square.setAttribute('x', `${(100 * left) / width}%`);
    square.setAttribute('y', `${(100 * top) / height}%`);
    point.setAttribute('cx', `${x.value}%`);
    point.setAttribute('cy', `${y.value}%`);
  }

  function take(event) {
    const box = picture.getBoundingClientRect();
    x.value = keep(Math.round((100 * (event.clientX - box.left)) / box.width), 100);
    y.value = keep(Math.round((100 * (event.clientY - box.top)) / box.height), 100);
    draw();
  }

  x.addEventListener('input', draw);
  y.addEventListener('input', draw);
  whole.addEventListener('pointerdown', (event) => {
    whole.setPointerCapture(event.pointerId);
    take(event);
    event.preventDefault();
  });
  whole.addEventListener('pointermove', (event) => {
    if (whole.hasPointerCapture(event.pointerId)) take(event);
  });
  draw();
}
