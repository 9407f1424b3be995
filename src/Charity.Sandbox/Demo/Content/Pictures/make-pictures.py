#!/usr/bin/env python3
"""Draws the demo campaigns' pictures: paper-cut landscapes at 3:2, one hue for each programme, in the three widths of the library.

Run by hand after a change; the PNG files are committed. Needs Chromium to draw and ImageMagick to save few colours:
    python3 make-pictures.py [folder]
The same script always draws the same picture: its waves come from fixed seeds.
"""
import math, os, random, subprocess, sys, tempfile

W, H = 1200, 800
WIDTHS = 480, 960, 1600


def ridge(seed, base, height, rough=3, step=20, close=True):
    """A hill line from a few sine waves; closed below."""
    r = random.Random(seed)
    waves = [(r.uniform(0.6, 1.6) * (i + 1), r.uniform(0, math.tau), height / (i + 1.2)) for i in range(rough)]
    points = []
    for x in range(-20, W + 21, step):
        y = base - sum(math.sin(x / W * math.tau * f + p) * a for f, p, a in waves)
        points.append((x, y))
    d = "M" + " L".join(f"{x:.0f} {y:.1f}" for x, y in points)
    return d + (f" L{W + 20} {H + 20} L-20 {H + 20} Z" if close else "")


def layer(d, fill, lift=9):
    """A sheet of paper: its soft shadow above, a light edge, the sheet."""
    return (f'<path d="{d}" fill="#10202a" opacity=".07" transform="translate(0,{-lift})"/>'
            f'<path d="{d}" fill="#10202a" opacity=".08" transform="translate(0,{-lift // 2})"/>'
            f'<path d="{d}" fill="{fill}"/>'
            f'<path d="{d}" fill="none" stroke="#fff" stroke-opacity=".22" stroke-width="2"/>')


def disc(x, y, r, fill, halo=3):
    out = ""
    for i in range(halo, 0, -1):
        out += f'<circle cx="{x}" cy="{y}" r="{r + i * r * .38:.0f}" fill="{fill}" opacity="{.16 - i * .03:.2f}"/>'
    return out + f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}"/>'


def tree(x, y, h, fill, trunk):
    w = h * .42
    out = f'<rect x="{x - h * .035:.1f}" y="{y - h * .2:.1f}" width="{h * .07:.1f}" height="{h * .22:.1f}" fill="{trunk}"/>'
    for i in range(3):
        top, wide = y - h + i * h * .2, w * (.5 + .25 * i)
        out += f'<path d="M{x} {top:.1f} L{x + wide:.1f} {top + h * .42:.1f} L{x - wide:.1f} {top + h * .42:.1f} Z" fill="{fill}" stroke="#10202a" stroke-opacity=".08" stroke-width="2"/>'
    return out


def leafy(x, y, h, fill, trunk):
    return (f'<rect x="{x - 4}" y="{y - h * .45:.1f}" width="8" height="{h * .47:.1f}" fill="{trunk}"/>'
            f'<ellipse cx="{x}" cy="{y - h * .66:.1f}" rx="{h * .27:.1f}" ry="{h * .36:.1f}" fill="{fill}"/>'
            f'<path d="M{x} {y - h * .34:.1f} V{y - h * .85:.1f}" stroke="#fff" stroke-opacity=".25" stroke-width="3"/>')


def house(x, y, w, h, wall, roof, lights=(), door=None, snow=False, chimney=True):
    out = ""
    if chimney:
        out += f'<rect x="{x + w * .68:.0f}" y="{y - h - w * .36:.0f}" width="{w * .12:.0f}" height="{w * .34:.0f}" fill="{roof}"/>'
    out += f'<rect x="{x}" y="{y - h}" width="{w}" height="{h}" fill="{wall}"/>'
    out += f'<path d="M{x - w * .1:.0f} {y - h} L{x + w / 2:.0f} {y - h - w * .42:.0f} L{x + w * 1.1:.0f} {y - h} Z" fill="{roof}"/>'
    if snow:
        out += (f'<path d="M{x - w * .1:.0f} {y - h} L{x + w / 2:.0f} {y - h - w * .42:.0f} L{x + w * 1.1:.0f} {y - h} '
                f'L{x + w * .9:.0f} {y - h - w * .06:.0f} L{x + w * .72:.0f} {y - h - w * .14:.0f} L{x + w / 2:.0f} {y - h - w * .22:.0f} '
                f'L{x + w * .26:.0f} {y - h - w * .12:.0f} Z" fill="#fffaf2"/>')
    for lx, ly in lights:
        s = w * .17
        cx, cy = x + w * lx, y - h + h * ly
        out += f'<rect x="{cx:.0f}" y="{cy:.0f}" width="{s:.0f}" height="{s * 1.15:.0f}" rx="3" fill="#ffd98a"/>'
        out += f'<path d="M{cx + s / 2:.0f} {cy:.0f} v{s * 1.15:.0f} M{cx:.0f} {cy + s * .55:.0f} h{s:.0f}" stroke="{roof}" stroke-width="3"/>'
    if door:
        dx, fill = door
        dw, dh = w * .22, h * .56
        out += f'<path d="M{x + w * dx:.0f} {y} v{-dh:.0f} a{dw / 2:.0f} {dw / 2:.0f} 0 0 1 {dw:.0f} 0 v{dh:.0f} Z" fill="{fill}"/>'
    return out


def stars(seed, n, fill, top=330):
    r = random.Random(seed)
    return "".join(f'<circle cx="{r.uniform(20, W - 20):.0f}" cy="{r.uniform(20, top):.0f}" r="{r.choice([2, 2.5, 3.5, 5])}" fill="{fill}" opacity="{r.choice([.5, .7, .95])}"/>' for _ in range(n))


def bird(x, y, s, fill, tilt=0):
    """A folded paper bird."""
    return (f'<g transform="translate({x},{y}) rotate({tilt}) scale({s})">'
            f'<path d="M0 0 L46 -34 L30 8 Z" fill="{fill}"/><path d="M30 8 L46 -34 L76 -6 Z" fill="{fill}" opacity=".72"/>'
            f'<path d="M0 0 L30 8 L14 22 Z" fill="{fill}" opacity=".5"/><path d="M76 -6 L100 -14 L58 4 Z" fill="{fill}"/></g>')


def sky(fill):
    return f'<rect width="{W}" height="{H}" fill="{fill}"/>'


def warm_doors():
    s = sky("#f2c9a5") + stars(3, 26, "#fffaf2", 300)
    s += disc(930, 190, 70, "#fff1d8")
    s += layer(ridge(11, 430, 60), "#e0a079")
    s += layer(ridge(12, 520, 44), "#c97f58")
    s += layer("M-20 640 V470 h70 v-46 h90 v70 h60 v-34 h110 v60 h70 v-96 l46 -40 l46 40 v120 h80 v-46 h110 v40 h66 v-84 h96 v70 h80 v-40 h120 v60 h90 v-80 h120 V820 H-20 Z", "#a65f3d")
    s += layer(ridge(14, 650, 18, 2), "#f7e6d3")
    s += house(420, 712, 260, 170, "#7c3d22", "#572916", lights=[(.12, .2)], door=(.58, "#ffcf70"), snow=True)
    s += '<path d="M571 712 L640 712 L760 800 L500 800 Z" fill="#ffd98a" opacity=".55"/>'
    s += layer(ridge(17, 742, 12, 2), "#fffaf2", 6)
    s += tree(180, 745, 190, "#8b4a2b", "#572916") + tree(290, 752, 130, "#9c5935", "#572916") + tree(890, 748, 210, "#8b4a2b", "#572916") + tree(1010, 752, 140, "#9c5935", "#572916")
    s += layer(ridge(18, 778, 9, 2), "#fffdf9", 5)
    r = random.Random(5)
    s += "".join(f'<circle cx="{r.uniform(0, W):.0f}" cy="{r.uniform(0, 640):.0f}" r="{r.choice([3, 4, 5])}" fill="#fff" opacity=".85"/>' for _ in range(60))
    return s


def steps_again():
    s = sky("#d7ebe6") + disc(850, 210, 92, "#fff3c9", 4)
    for seed, base, height, fill in [(21, 400, 62, "#a9d3cb"), (22, 480, 58, "#7fbab1"), (23, 570, 52, "#4f9d94"), (24, 660, 44, "#2b827a"), (27, 745, 30, "#0b6e69")]:
        s += layer(ridge(seed, base, height), fill)
    s += '<path d="M250 810 C420 740 210 690 420 640 C620 595 430 560 600 520 C720 490 640 455 730 425 C790 404 770 380 812 366" fill="none" stroke="#f7f2e4" stroke-width="26" stroke-linecap="round"/>'
    s += '<path d="M250 810 C420 740 210 690 420 640 C620 595 430 560 600 520 C720 490 640 455 730 425 C790 404 770 380 812 366" fill="none" stroke="#f7f2e4" stroke-width="40" stroke-dasharray="0 1400 0" stroke-linecap="round"/>'
    s += leafy(960, 700, 190, "#0f5e59", "#0a403d") + leafy(1060, 730, 150, "#14726c", "#0a403d") + leafy(120, 690, 150, "#14726c", "#0a403d")
    s += layer(ridge(29, 790, 12, 2), "#07504c", 6)
    s += bird(300, 190, .8, "#ffffff", -8) + bird(430, 140, .55, "#ffffff", -4)
    return s


def trade():
    s = sky("#dfe9f7") + disc(240, 180, 66, "#fff7df")
    s += layer("M-20 520 L130 330 L230 420 L420 190 L560 380 L660 300 L840 470 L1000 260 L1220 500 V820 H-20 Z", "#a9c2e6")
    s += '<path d="M420 190 L360 262 L400 250 L430 276 L466 250 L480 272 Z M1000 260 L946 328 L986 316 L1012 340 L1058 314 Z" fill="#fff"/>'
    s += layer("M-20 620 L190 450 L330 540 L520 390 L720 560 L900 430 L1080 540 L1220 470 V820 H-20 Z", "#6f95cf")
    s += layer(ridge(34, 650, 34), "#2f5fa8")
    s += house(760, 705, 190, 112, "#e9f0fa", "#1d3f75", lights=[(.14, .22), (.66, .22)], door=(.4, "#f0b45f"))
    s += tree(1010, 715, 150, "#1d3f75", "#14294c") + tree(1080, 722, 110, "#274f8e", "#14294c") + tree(660, 722, 120, "#274f8e", "#14294c")
    s += layer(ridge(35, 735, 16, 2), "#1d3f75", 6)
    for x, y, k, t in [(330, 420, 1.5, -10), (520, 300, 1.15, -14), (680, 210, .9, -12), (800, 140, .68, -16), (900, 96, .5, -14)]:
        s += bird(x, y, k, "#ffffff", t)
    return s


def wheels():
    s = sky("#e4f1e6") + disc(300, 200, 76, "#fff3c9")
    s += layer(ridge(41, 430, 36), "#b8d9bd")
    s += layer(ridge(42, 510, 30), "#8fc39c")
    s += "".join(tree(x, 520 + dy, h, "#4a9a76", "#1c5c4a") for x, dy, h in [(700, 0, 90), (760, 8, 120), (830, 4, 84), (900, 14, 110)])
    s += layer(ridge(43, 590, 20, 2), "#dcb765") + "".join(f'<path d="M{-100 + i * 90} 820 L{300 + i * 42} 580" stroke="#c79f4a" stroke-width="5" opacity=".55"/>' for i in range(16))
    s += layer("M-20 690 C240 640 420 700 640 676 C860 652 1000 690 1220 650 V820 H-20 Z", "#0b6e69")
    s += '<path d="M-20 752 C240 706 440 764 660 738 C880 712 1020 748 1220 712" fill="none" stroke="#f7f2e4" stroke-width="58"/>'
    s += '<path d="M-20 752 C240 706 440 764 660 738 C880 712 1020 748 1220 712" fill="none" stroke="#0b6e69" stroke-width="4" stroke-dasharray="34 30" opacity=".5"/>'
    s += ('<g transform="translate(470,592)"><path d="M0 118 V34 a24 24 0 0 1 24 -24 H170 q26 0 40 24 l30 44 q24 4 24 28 V118 Z" fill="#fffdf8" stroke="#10202a" stroke-opacity=".15" stroke-width="3"/>'
          '<path d="M0 84 H264 V118 H0 Z" fill="#4fb3a7"/><path d="M176 30 h18 q10 0 18 14 l20 32 h-56 Z" fill="#bfe3ea"/><rect x="98" y="30" width="58" height="46" rx="6" fill="#bfe3ea"/>'
          '<path d="M48 30 v44 M26 52 h44" stroke="#0b6e69" stroke-width="14"/>'
          '<circle cx="60" cy="120" r="27" fill="#22363b"/><circle cx="60" cy="120" r="11" fill="#d9e4e2"/><circle cx="206" cy="120" r="27" fill="#22363b"/><circle cx="206" cy="120" r="11" fill="#d9e4e2"/></g>')
    s += leafy(120, 735, 150, "#1c7a5c", "#0d4a3c") + leafy(1060, 712, 170, "#1c7a5c", "#0d4a3c")
    return s


def carers():
    s = sky("#28406e") + stars(51, 90, "#fff6da", 480)
    s += '<circle cx="880" cy="190" r="150" fill="#ffeebd" opacity=".06"/><circle cx="880" cy="190" r="108" fill="#ffeebd" opacity=".08"/>'
    s += '<path d="M880 122 A68 68 0 1 0 948 196 A58 58 0 0 1 880 122 Z" fill="#ffeebd"/>'
    s += layer(ridge(52, 480, 40), "#35558f")
    s += layer(ridge(53, 570, 44), "#4a70b0")
    s += layer("M-20 700 C220 690 330 560 560 560 C800 560 900 690 1220 704 V820 H-20 Z", "#7fa3dc")
    s += house(452, 572, 220, 140, "#f3f6fc", "#1b2f57", lights=[(.12, .2), (.7, .2)], door=(.4, "#ffcf70"))
    s += '<path d="M562 572 C552 640 640 680 600 820" fill="none" stroke="#ffe6ac" stroke-width="22" opacity=".75" stroke-linecap="round"/>'
    s += tree(380, 596, 130, "#1b2f57", "#101d38") + tree(740, 598, 160, "#1b2f57", "#101d38") + tree(800, 612, 100, "#243d6e", "#101d38")
    s += layer(ridge(55, 760, 18, 2), "#1b2f57", 6)
    return s


def clinic():
    s = sky("#fdeed6") + "".join(f'<circle cx="790" cy="330" r="{r}" fill="#4fb3a7" opacity="{o}"/>' for r, o in [(270, .14), (220, .2), (170, .34), (124, 1)])
    s += layer(ridge(61, 520, 40), "#9fd0c4")
    s += layer(ridge(62, 590, 30), "#5fae9f")
    s += layer(ridge(63, 670, 18, 2), "#0b6e69")
    s += house(300, 694, 330, 150, "#fffaf0", "#084b47", lights=[(.08, .24), (.74, .24)], door=(.42, "#4fb3a7"), chimney=False)
    s += '<g transform="translate(478,414) rotate(35)">' + "".join(f'<path d="M{14 + i * 62} 8 h54 l-14 44 h-54 Z" fill="#173f55" stroke="#bfe3ea" stroke-width="2.5"/>' for i in range(3)) + '</g>'
    for i in range(4):
        x = 720 + i * 108
        s += f'<g transform="translate({x},{690 - i * 3})"><path d="M40 0 V48" stroke="#0a403d" stroke-width="7"/><path d="M-6 0 L18 -62 H104 L80 0 Z" fill="#173f55" stroke="#bfe3ea" stroke-width="3"/><path d="M6 -31 H92 M24 0 L48 -62 M52 0 L76 -62" stroke="#bfe3ea" stroke-width="2.5"/></g>'
    s += layer(ridge(65, 752, 14, 2), "#084b47", 6)
    s += leafy(180, 742, 170, "#0f7a72", "#06302e") + leafy(100, 750, 120, "#188a80", "#06302e")
    return s


PICTURES = {"warm-doors": warm_doors, "steps-again": steps_again, "a-trade-for-life": trade,
            "doctor-on-wheels": wheels, "school-for-carers": carers, "light-for-the-clinic": clinic}

if __name__ == "__main__":
    out = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    for name, draw in PICTURES.items():
        for wide in WIDTHS:
            high = round(wide * H / W)
            svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {W} {H}" preserveAspectRatio="xMidYMid slice">{draw()}</svg>'
            with tempfile.TemporaryDirectory() as tmp:
                page, shot = os.path.join(tmp, "p.html"), os.path.join(tmp, "p.png")
                with open(page, "w") as f:
                    f.write(f'<!doctype html><style>body{{margin:0}}svg{{display:block}}</style>{svg}')
                subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                                "--disable-component-update", "--disable-sync", f"--user-data-dir={tmp}/u", "--hide-scrollbars",
                                f"--window-size={max(wide, 600)},{high}", f"--screenshot={shot}", "file://" + page], check=True, capture_output=True)
                subprocess.run(["convert", shot, "-crop", f"{wide}x{high}+0+0", "+repage", "-dither", "None", "-colors", "96", "-strip",
                                "-define", "png:compression-level=9", "PNG8:" + os.path.join(out, f"{name}-{wide}.png")], check=True)
