#!/usr/bin/env python3
"""Draws the picture guides of the check items (S0-29) into fixtures/guides/.

Each guide is a pair of line drawings, one of what is right and one of what is wrong, put together
from a few things that are drawn once. Run it after a change; the result is committed.
"""
import json
import math
import pathlib

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "guides"
INK, RED, GREEN, GREY, FLOOR = "#222", "#c62828", "#2e7d32", "#9e9e9e", 140


def line(x1, y1, x2, y2, c=INK, w=2):
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{c}" stroke-width="{w}"/>'


def rect(x, y, w, h, fill="none", c=INK, r=0, sw=2):
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{fill}" stroke="{c}" stroke-width="{sw}"/>'


def circle(x, y, r, fill="none", c=INK, w=2):
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}" stroke="{c}" stroke-width="{w}"/>'


def path(d, fill="none", c=INK, w=2):
    return f'<path d="{d}" fill="{fill}" stroke="{c}" stroke-width="{w}" stroke-linejoin="round" stroke-linecap="round"/>'


def text(x, y, s, size=13, c=INK, anchor="middle"):
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{c}" text-anchor="{anchor}" font-family="sans-serif">{s}</text>'


def floor():
    return line(4, FLOOR, 236, FLOOR)


def person(x, y=FLOOR, s=1.0, arms="down", c=INK):
    head = circle(x, y - 52 * s, 7 * s, "none", c)
    body = line(x, y - 45 * s, x, y - 20 * s, c)
    legs = line(x, y - 20 * s, x - 8 * s, y, c) + line(x, y - 20 * s, x + 8 * s, y, c)
    if arms == "out":
        hands = line(x, y - 40 * s, x + 18 * s, y - 36 * s, c)
    elif arms == "up":
        hands = line(x, y - 40 * s, x - 12 * s, y - 56 * s, c) + line(x, y - 40 * s, x + 12 * s, y - 56 * s, c)
    else:
        hands = line(x, y - 40 * s, x - 10 * s, y - 26 * s, c) + line(x, y - 40 * s, x + 10 * s, y - 26 * s, c)
    return head + body + legs + hands


def extinguisher(x, y=FLOOR, gauge=GREEN):
    return (rect(x - 8, y - 34, 16, 34, "#ef9a9a", INK, 5) + rect(x - 4, y - 42, 8, 8)
            + path(f"M{x+4},{y-39} q12,2 11,18") + line(x - 6, y - 45, x + 8, y - 45) + circle(x - 11, y - 40, 4, gauge))


def door(x, w=34, h=78, open_=False, locked=False, y=FLOOR):
    out = rect(x, y - h, w, h)
    if open_:
        out += path(f"M{x},{y-h} l-16,8 v{h-2} l16,-6 z", "#efebe9")
    else:
        out += rect(x + 2, y - h + 2, w - 4, h - 2, "#efebe9", INK, 0, 1) + circle(x + w - 7, y - h / 2, 2, INK)
    if locked:
        cx, cy = x + w - 8, y - h / 2
        out += path(f"M{x+6},{cy-4} q{w/2-6},8 {w-12},0", "none", RED, 3) + rect(cx - 8, cy, 14, 11, "#ffcdd2", RED, 2) + path(f"M{cx-5},{cy} v-4 a4,4 0 0 1 8,0 v4", "none", RED)
    return out


def box(x, y=FLOOR, w=26, h=20, fill="#d7ccc8"):
    return rect(x, y - h, w, h, fill) + line(x, y - h / 2, x + w, y - h / 2, INK, 1)


def bike(x, y=FLOOR):
    return (circle(x, y - 11, 11) + circle(x + 46, y - 11, 11) + path(f"M{x},{y-11} h24 l14,-22 h6 l2,22 M{x+38},{y-33} l-3,-9 h10 M{x+8},{y-30} h16 l0,19")
            + rect(x + 14, y - 24, 13, 12, "#fff59d"))


def flame(x, y, s=1.0):
    return path(f"M{x},{y} c{-10*s},{-6*s} {-6*s},{-16*s} {0},{-22*s} c{1*s},{7*s} {9*s},{9*s} {6*s},{16*s} c{-1*s},{4*s} {-4*s},{6*s} {-6*s},{6*s} z", "#ffcc80", RED)


def bolt(x, y):
    return path(f"M{x},{y} l8,-2 l-4,9 l8,-2 l-14,16 l3,-11 l-6,1 z", "#fff176", RED, 1.5)


def cylinder(x, y=FLOOR, fill="#b0bec5"):
    return rect(x - 11, y - 38, 22, 38, fill, INK, 7) + rect(x - 5, y - 46, 10, 8)


def stove(x, y=FLOOR, fire=True):
    out = rect(x, y - 36, 46, 36, "#eceff1") + line(x + 6, y - 38, x + 40, y - 38)
    return out + (flame(x + 22, y - 38, 0.8) if fire else "")


def bed(x, y=FLOOR, w=56):
    return rect(x, y - 18, w, 10, "#e3f2fd") + rect(x, y - 32, 5, 32, INK) + line(x + w, y - 18, x + w, y) + rect(x + 7, y - 25, 15, 7, "#fff", INK, 3)


def stairs(x, y=FLOOR, n=5, step=11, up=1):
    d = f"M{x},{y}"
    for _ in range(n):
        d += f" v{-step} h{step*up}"
    return path(d)


def window(x, y, w=44, h=44, bars=False, gate=False):
    out = rect(x, y, w, h, "#e1f5fe") + line(x + w / 2, y, x + w / 2, y + h) + line(x, y + h / 2, x + w, y + h / 2)
    if bars:
        out += "".join(line(x + i * w / 6, y - 3, x + i * w / 6, y + h + 3, "#455a64", 3) for i in range(7))
    if gate:
        out += "".join(line(x + i * w / 6, y - 3, x + i * w / 6, y + h + 3, "#90a4ae", 1.5) for i in range(3))
        out += path(f"M{x+w/2},{y} l24,8 v{h-6} l-24,-4 z", "none", GREEN, 2.5)
    return out


def exit_sign(x, y, lit=True):
    fill = "#a5d6a7" if lit else "#eee"
    rays = "".join(line(x + 22 + 26 * math.cos(a), y + 9 + 17 * math.sin(a), x + 22 + 33 * math.cos(a), y + 9 + 22 * math.sin(a), "#f9a825", 1.5) for a in (0.5, 1.2, 2.0, 2.7)) if lit else ""
    return rect(x, y, 44, 18, fill) + text(x + 22, y + 13, "出口", 12, GREEN if lit else GREY) + rays


def detector(x, y=12, ok=True):
    sound = "".join(path(f"M{x+16+i*7},{y+3} q5,7 0,14", "none", GREEN, 1.5) for i in range(2)) if ok else ""
    return path(f"M{x-14},{y} h28 l-5,11 h-18 z", "#fafafa") + circle(x, y + 6, 2.5, RED if ok else GREY) + sound


def ceiling():
    return line(4, 12, 236, 12)


def socket(x, y, w=34):
    return rect(x, y, w, 13, "#fafafa", INK, 3) + "".join(circle(x + 7 + i * 10, y + 6.5, 2, INK) for i in range(max(1, int(w / 11))))


def paper(x, y, title, w=54, h=66, stamp=True, lines=4):
    out = rect(x, y, w, h, "#fffde7") + text(x + w / 2, y + 14, title, 11)
    out += "".join(line(x + 8, y + 22 + i * 9, x + w - 8, y + 22 + i * 9, GREY, 1) for i in range(lines))
    return out + (circle(x + w - 14, y + h - 12, 8, "none", RED) if stamp else "")


def house(x, y=FLOOR, w=70, h=80):
    return rect(x, y - h, w, h, "#fafafa") + path(f"M{x-6},{y-h} l{w/2+6},-20 l{w/2+6},20 z", "#ffe0b2")


def car(x, y=FLOOR):
    return path(f"M{x},{y-8} v-12 l10,-2 l10,-14 h26 l12,14 l12,3 v11 z", "#bbdefb") + circle(x + 16, y - 7, 7, "#fff") + circle(x + 54, y - 7, 7, "#fff")


def measure(x1, x2, y, label, c=GREEN):
    return line(x1, y, x2, y, c, 1.5) + line(x1, y - 5, x1, y + 5, c, 1.5) + line(x2, y - 5, x2, y + 5, c, 1.5) + text((x1 + x2) / 2, y - 5, label, 12, c)


def arrow(x1, y1, x2, y2, c=GREEN):
    a = math.atan2(y2 - y1, x2 - x1)
    tips = "".join(line(x2, y2, round(x2 - 9 * math.cos(a + s), 1), round(y2 - 9 * math.sin(a + s), 1), c, 2.5) for s in (0.5, -0.5))
    return line(x1, y1, x2, y2, c, 2.5) + tips


def bottle(x, y=FLOOR, label="", fill="#fff59d"):
    return rect(x - 8, y - 26, 16, 26, fill, INK, 3) + rect(x - 3, y - 33, 6, 7) + text(x, y - 9, label, 9)


def heater(x, y=FLOOR, on=True):
    coil = RED if on else GREY
    return circle(x, y - 34, 17, "#fafafa") + path(f"M{x-10},{y-34} q5,-9 10,0 q5,9 10,0", "none", coil, 2.5) + line(x, y - 17, x, y) + line(x - 12, y, x + 12, y)


def lamp(x, y=12):
    return line(x, y, x, y + 14) + path(f"M{x-9},{y+22} l5,-8 h8 l5,8 z", "#fff59d")


def mask(x, y):
    return path(f"M{x-14},{y} q14,-30 28,0 v16 q-14,14 -28,0 z", "#ffe082") + rect(x - 9, y - 4, 18, 10, "#e1f5fe") + circle(x, y + 14, 4, "#bdbdbd")


def torch(x, y):
    return rect(x, y, 26, 9, "#cfd8dc", INK, 2) + path(f"M{x+26},{y-3} l8,-3 v21 l-8,-3 z", "#fff59d")


G = {}


def guide(key, title, look, good, bad):
    G[key] = (title, look, "".join(good), "".join(bad))


guide("BREAK", "漏电保护与配电箱", "打开配电箱：有漏电保护器，按试验钮会跳；箱门完好；不用铜丝铁丝代替保险；周围无可燃物。",
      [rect(80, 20, 80, 90, "#fafafa"), *[rect(90 + i * 22, 38, 16, 34, "#e0e0e0") + rect(95 + i * 22, 44, 6, 12, "#81c784") for i in range(3)], text(120, 92, "试验", 12, GREEN), circle(150, 88, 5, "#a5d6a7"), floor()],
      [rect(80, 20, 80, 90, "#fafafa"), path("M96,40 q24,40 48,0 M92,70 q28,-26 56,8", "none", RED, 3), text(120, 102, "铜丝", 12, RED), bolt(150, 40), floor(), box(84), box(112, FLOOR, 30, 26)])
guide("EXT", "灭火器", "数量够，压力表指针在绿区，没有过期，放在明显处，前面没有东西挡。",
      [floor(), extinguisher(96), extinguisher(128), rect(170, 40, 40, 34, "#ffcdd2", RED), text(190, 62, "灭火器", 11, RED), person(36)],
      [floor(), extinguisher(110, FLOOR, RED), box(88, FLOOR, 34, 30), box(120, FLOOR, 36, 44), text(190, 60, "压力不足", 12, RED), text(190, 80, "被遮挡", 12, RED)])
guide("LANE", "消防车通道", "门前通路净宽一般不小于4米，无车、货、地桩、棚子。",
      [house(6, FLOOR, 50, 60), house(184, FLOOR, 50, 60), floor(), measure(60, 180, 126, "≥4米"), rect(86, 78, 72, 36, "#ef9a9a", INK, 4), circle(102, 114, 8, "#fff"), circle(142, 114, 8, "#fff"), text(122, 100, "消防", 13)],
      [house(6, FLOOR, 50, 60), house(184, FLOOR, 50, 60), floor(), car(66), box(146, FLOOR, 34, 34), line(62, FLOOR, 62, 118, RED, 5)])
guide("EXIT", "安全出口与疏散通道", "从最里面走到室外：通道畅通，门能从里面一下打开，不上锁，不堆货，不停车。",
      [floor(), door(180, 36, 84, True), exit_sign(176, 28), person(70, FLOOR, 1, "out"), arrow(96, 110, 156, 110)],
      [floor(), door(180, 36, 84, False, True), exit_sign(176, 28, False), box(140), box(136, 120, 30, 22), box(110, FLOOR, 28, 34), person(40)])
guide("WINDOW", "窗户与逃生口", "每层窗户不被铁栅栏、广告牌封死；装防盗网的留有能从里面打开的活动口，钥匙在旁边。",
      [window(88, 30, 60, 64, False, True), text(120, 118, "逃生口能从里面打开", 12, GREEN), floor()],
      [window(88, 30, 60, 64, True), text(120, 118, "防盗网焊死", 12, RED), floor()])
guide("WIRE", "电线敷设", "电线穿管或线槽，不私拉乱接，不裸露，接线板不串接。",
      [ceiling(), path("M120,12 v60 h40", "none", GREY, 7), path("M120,12 v60 h40", "none", "#fff", 3), socket(160, 66), floor(), text(90, 50, "穿管", 12, GREEN)],
      [ceiling(), path("M30,12 q20,60 60,30 t50,40 t60,-50", "none", RED), path("M50,12 q40,80 110,60", "none", RED), socket(80, 96), socket(126, 104), path("M114,102 l12,6", "none", RED, 3), bolt(150, 50), floor()])
guide("DECOR", "泡沫夹芯板与可燃装修", "不用泡沫夹芯彩钢板搭棚住人、做厨房；敲墙听空响，看板材断面。",
      [house(80, FLOOR, 80, 70), *[line(80, 84 + i * 14, 160, 84 + i * 14, GREY, 1) for i in range(4)], text(120, 132, "砖墙", 12, GREEN), floor()],
      [house(60, FLOOR, 80, 60), rect(60, 58, 80, 20, "#fff9c4", RED), text(100, 74, "泡沫夹芯", 11, RED), bed(70), flame(160, FLOOR, 1.4), floor()])
guide("TRAIN", "会报警、会灭火、会逃生", "随机问1至2人：着火打什么电话？灭火器怎么用？从哪出去？",
      [floor(), person(60, FLOOR, 1, "out"), extinguisher(96), text(150, 50, "119", 26, GREEN), exit_sign(180, 80), arrow(150, 120, 200, 120)],
      [floor(), person(60), text(60, 66, "？", 24, RED), flame(140, FLOOR, 1.8), extinguisher(200)])
guide("EBIKE", "电动自行车不进楼", "门厅、楼道、楼梯间、屋里不停电动自行车，不给电瓶充电。",
      [house(10, FLOOR, 70, 78), door(32, 28, 54), floor(), bike(140), path("M126,92 h100 M132,92 v48 M220,92 v48", "none"), text(176, 84, "室外停放", 12, GREEN)],
      [rect(20, 12, 200, 128, "#fafafa"), stairs(150, FLOOR, 6), floor(), bike(50), path("M70,116 q-20,-40 -46,-46", "none", RED), socket(22, 62, 22), flame(70, 112, 1.2)])
guide("LIGHT", "应急照明与疏散指示", "按测试钮或断电，应急灯3秒内亮；“安全出口”指示牌完好、方向对。",
      [ceiling(), rect(30, 30, 50, 20, "#fff"), circle(40, 40, 6, "#fff59d"), circle(70, 40, 6, "#fff59d"), *[line(55, 54, 40 + i * 15, 76, "#f9a825") for i in range(3)], exit_sign(150, 30), arrow(150, 70, 196, 70), floor(), person(110)],
      [rect(4, 12, 232, 128, "#cfd8dc"), ceiling(), rect(30, 30, 50, 20, "#eee"), line(28, 28, 82, 52, RED, 3), exit_sign(150, 30, False), line(148, 28, 196, 50, RED, 3), floor(), person(110), text(110, 60, "？", 20, RED)])
guide("SMOKE", "独立式感烟报警器", "住人房间、包间、过道顶上都装了，按测试键会响。",
      [ceiling(), detector(110), floor(), bed(140), person(60, FLOOR, 1, "up"), text(150, 60, "嘀嘀", 15, GREEN)],
      [ceiling(), circle(110, 18, 4, "#eee"), path("M104,16 v14 M116,16 v10", "none", RED), text(110, 54, "拆除或没电", 12, RED), floor(), bed(140), path("M40,120 q10,-20 0,-36 q-8,-14 6,-30", "none", GREY, 3)])
guide("HEAT", "电热器具", "没有正在用、插着没人管的小太阳、热得快、电炉；用时离可燃物1米以上。",
      [floor(), heater(60, FLOOR, False), path("M60,128 q20,10 40,4", "none", INK), text(120, 112, "已拔插头", 12, GREEN), bed(160), measure(82, 156, 70, "≥1米")],
      [floor(), heater(90), bed(110), flame(122, 116, 1.2), path("M90,132 q-30,6 -60,-30", "none", RED), socket(16, 94, 24)])
guide("HAZ", "易燃易爆品", "角落、仓库、床下、阳台没有违规存放汽油、酒精、油漆、煤油、烟花爆竹。",
      [floor(), rect(90, 50, 60, 90, "#fafafa"), line(90, 95, 150, 95), text(120, 78, "无", 22, GREEN), text(120, 124, "易燃品", 12, GREEN), person(40)],
      [floor(), bed(20), bottle(32, FLOOR, "汽油", "#ffcdd2"), bottle(54, FLOOR, "酒精", "#ffcdd2"), bottle(120, FLOOR, "油漆", "#ffcdd2"), flame(160, FLOOR, 1.3), text(180, 60, "烟花", 13, RED), rect(168, 66, 26, 36, "#ffab91", RED)])
guide("RESP", "责任人与责任书", "墙上公示消防安全责任人；档案里有签字的责任书或承诺书原件。",
      [paper(60, 34, "责任书"), path("M70,86 q8,-8 14,0 t14,0", "none", INK), rect(136, 40, 60, 44, "#e8f5e9", GREEN), text(166, 58, "责任人", 12), text(166, 76, "王某", 13, GREEN), floor()],
      [paper(60, 34, "责任书", stamp=False, lines=0), text(87, 80, "未签", 14, RED), rect(136, 40, 60, 44, "#fafafa", GREY), text(166, 68, "空白", 14, RED), floor()])
guide("PERMIT", "证照与用途", "证照、场所用途和实际经营一致；需要的营业前消防安全检查已办。",
      [paper(50, 34, "营业执照"), paper(130, 34, "检查意见"), text(118, 122, "与实际一致", 12, GREEN), floor()],
      [paper(50, 34, "小卖部", stamp=True), text(77, 122, "证照", 12), rect(130, 40, 80, 62, "#fafafa"), text(170, 66, "KTV", 20, RED), text(170, 90, "实际经营", 12, RED), floor()])
guide("GAS", "瓶装燃气", "气瓶不放在房间和楼梯间；软管不超18个月、不超2米、无接头；有报警器。",
      [floor(), cylinder(60), path("M60,94 q20,-26 50,8", "none", "#f57c00", 3), stove(110), measure(60, 128, 60, "≤2米"), rect(190, 24, 26, 18, "#fff"), circle(203, 33, 4, "#81c784"), text(203, 58, "报警器", 11, GREEN)],
      [floor(), bed(20), cylinder(92, FLOOR, "#ffcdd2"), path("M92,94 q20,-40 40,-4 t20,20 t30,-10", "none", RED, 3), circle(134, 90, 4, RED), stove(176), text(128, 60, "接头 老化", 12, RED)])
guide("STAIR", "第二出口与逃生软梯", "三层以上或住10人以上的，有第二个出口、楼梯或逃生软梯，直通室外。",
      [rect(60, 16, 110, 124, "#fafafa"), line(60, 57, 170, 57), line(60, 98, 170, 98), stairs(70, FLOOR, 4, 10), stairs(160, FLOOR, 4, 10, -1), window(130, 22, 26, 26), path("M176,30 v108 M188,30 v108 " + " ".join(f"M176,{40+i*12} h12" for i in range(8)), "none", GREEN), floor()],
      [rect(60, 16, 110, 124, "#fafafa"), line(60, 57, 170, 57), line(60, 98, 170, 98), stairs(70, FLOOR, 4, 10), flame(98, FLOOR, 1.4), window(130, 22, 26, 26, True), person(110, 57, 0.6, "up", RED), floor()])
guide("HYD", "室内消火栓", "箱门能打开，有水带、水枪，不被遮挡。",
      [rect(80, 34, 74, 80, "#ffebee", RED), circle(104, 74, 17), circle(104, 74, 9), path("M130,60 l16,-6 M130,90 h14 v-8 h-14 z", "none"), path("M80,34 l-20,8 v80 l20,-8", "#fafafa"), floor()],
      [rect(80, 34, 74, 80, "#ffebee", RED), text(117, 62, "消火栓", 14, RED), floor(), box(70, FLOOR, 40, 44), box(106, FLOOR, 44, 56), text(196, 76, "无水带", 12, RED)])
guide("LIVE", "违规住人", "营业、生产、存货的地方没有床铺、被褥、洗漱用品；阁楼不住人。",
      [rect(30, 20, 180, 120, "#fafafa"), floor(), *[box(44 + i * 36, FLOOR, 28, 22 + 6 * (i % 2)) for i in range(3)], door(160, 30, 70, True)],
      [rect(30, 20, 180, 120, "#fafafa"), line(30, 66, 150, 66), bed(44, 66, 60), person(124, 66, 0.55, "down", RED), floor(), *[box(44 + i * 36, FLOOR, 28, 30) for i in range(4)], path("M150,66 l16,74 M160,66 l16,74", "none", GREY)])
guide("SPRINK", "喷淋与报警主机", "主机无故障灯，末端压力表有压力，阀门打开；喷头不被遮挡。",
      [ceiling(), line(20, 20, 220, 20, "#1e88e5", 3), *[path(f"M{60+i*60},20 v8 l-5,6 h10 l-5,-6", "none") + path(f"M{60+i*60},36 l-14,26 M{60+i*60},36 v28 M{60+i*60},36 l14,26", "none", "#64b5f6", 1.5) for i in range(3)], rect(150, 84, 50, 46, "#eceff1"), circle(164, 98, 5, "#81c784"), text(178, 122, "正常", 11, GREEN), floor()],
      [ceiling(), line(20, 20, 220, 20, GREY, 3), *[path(f"M{60+i*60},20 v8 l-5,6 h10 l-5,-6", "none") for i in range(3)], rect(100, 28, 40, 16, "#d7ccc8"), rect(150, 84, 50, 46, "#eceff1"), circle(164, 98, 5, "#e53935"), text(178, 122, "故障", 11, RED), circle(60, 110, 14), path("M50,110 h20", "none", RED, 3), text(60, 88, "阀门关", 11, RED), floor()])
guide("PATROL", "自查巡查记录", "按时自查并有记录，最近日期在规定周期内，有签名。",
      [paper(80, 24, "巡查记录", 80, 96, False, 0), *[line(90, 50 + i * 16, 126, 50 + i * 16, GREY, 1) + path(f"M134,{46+i*16} l4,5 l8,-10", "none", GREEN) for i in range(4)], floor()],
      [paper(80, 24, "巡查记录", 80, 96, False, 0), text(120, 70, "空白", 18, RED), text(120, 96, "很久以前", 12, RED), floor()])
guide("KITCHEN", "油烟机与烟道", "烟罩、烟道定期清洗，不滴油；灶台周围不堆可燃物。",
      [path("M90,12 v20 l-24,24 h108 l-24,-24 v-20", "#eceff1"), stove(96), floor(), text(40, 60, "已清洗", 12, GREEN)],
      [path("M90,12 v20 l-24,24 h108 l-24,-24 v-20", "#a1887f"), *[path(f"M{84+i*26},58 q-4,8 0,12 q4,-4 0,-12", "#795548") for i in range(4)], stove(96), box(60), box(146, FLOOR, 30, 34), flame(150, 106, 1), floor()])
guide("EBCHARGE", "集中充电点", "院子里或附近有室外集中停车充电的地方，有雨棚、有专用插座。",
      [floor(), path("M60,54 h150 M66,54 v86 M204,54 v86", "none"), bike(84), bike(146), rect(110, 64, 50, 14, "#c8e6c9", GREEN), text(135, 75, "充电", 11, GREEN), house(4, FLOOR, 36, 56)],
      [house(70, FLOOR, 90, 100), window(90, 50, 40, 34), path("M110,80 q30,60 70,40", "none", RED), bike(166), text(190, 90, "飞线充电", 12, RED), floor()])
guide("KITCH_SEP", "厨房与卧室分开", "做饭的地方和卧室分开，不在过道、楼梯口做饭。",
      [rect(10, 16, 220, 124), line(120, 16, 120, 140, INK, 5), stove(40), bed(150), text(66, 40, "厨房", 13), text(176, 40, "卧室", 13), line(6, 140, 234, 140)],
      [rect(10, 16, 220, 124), stove(60), bed(112), flame(112, 118, 1.1), text(120, 40, "灶在床边", 14, RED), line(6, 140, 234, 140)])
guide("PART", "木板泡沫隔间", "不用木板、泡沫板把房间隔成小间；隔墙为不燃材料并砌到顶。",
      [rect(10, 16, 220, 124), rect(112, 16, 14, 124, "#bcaaa4"), *[line(112, 30 + i * 16, 126, 30 + i * 16, INK, 1) for i in range(7)], bed(30), bed(150), text(119, 12, "实体墙到顶", 11, GREEN)],
      [rect(10, 16, 220, 124), *[rect(60 + i * 52, 44, 5, 96, "#ffe0b2", RED) for i in range(3)], bed(14, FLOOR, 40), bed(70, FLOOR, 40), bed(122, FLOOR, 40), bed(176, FLOOR, 40), text(120, 34, "木板隔间不到顶", 12, RED)])
guide("NONLIVE", "不能住人的房间", "厨房、阳台、车棚、地下储藏室、没有窗的房间不住人。",
      [rect(60, 20, 120, 120), window(96, 36, 44, 36), bed(90), text(120, 132, "", 10), floor(), text(160, 60, "有外窗", 12, GREEN)],
      [rect(60, 60, 120, 80, "#cfd8dc"), line(4, 60, 236, 60, INK, 3), text(120, 52, "地面", 12), bed(90), text(120, 84, "地下、无窗", 13, RED)])
guide("DENSITY", "居住人数", "人均使用面积不少于4平方米，一间不超过2人（家属除外）。",
      [rect(20, 16, 200, 124), bed(40), bed(140), window(98, 26, 40, 34), text(120, 88, "2人", 18, GREEN), line(16, 140, 224, 140)],
      [rect(20, 16, 200, 124), *[bed(28 + (i % 3) * 64, 140 - (i // 3) * 44, 54) for i in range(6)], text(120, 34, "6人一间", 16, RED), line(16, 140, 224, 140)])
guide("RESCUE", "逃生器材", "每户有防烟面罩（在有效期内）、手电、报警哨，放在拿得到的地方。",
      [rect(70, 30, 110, 84, "#fafafa"), mask(102, 70), torch(134, 56), circle(146, 90, 8, "#ffcc80"), text(150, 110, "哨", 11), text(120, 128, "放在门边", 12, GREEN)],
      [rect(70, 30, 110, 84, "#fafafa"), text(125, 80, "空", 30, RED), text(125, 128, "过期或没有", 12, RED)])
guide("MIX", "下店上宅", "一楼是店铺、作坊的，住的地方用实墙、楼板隔开，楼梯独立、不从店内通过。",
      [rect(20, 20, 150, 120), line(20, 76, 170, 76, INK, 6), bed(40, 73), box(40), box(80, FLOOR, 30, 26), stairs(176, FLOOR, 5, 11), text(204, 60, "独立楼梯", 11, GREEN), line(4, 140, 236, 140)],
      [rect(20, 20, 190, 120), line(20, 76, 120, 76), bed(40, 76), box(40), box(80, FLOOR, 30, 26), stairs(124, FLOOR, 6, 11), flame(150, FLOOR, 1.4), text(170, 50, "从店内上下", 12, RED), line(4, 140, 236, 140)])
guide("MANAGER", "专人管理", "住10人以上的有专人管理，每月自查，搞过逃生演练，并有记录。",
      [floor(), person(70), rect(56, 86, 28, 14, "#c8e6c9", GREEN), text(70, 97, "管理", 10, GREEN), paper(120, 40, "自查记录")],
      [floor(), *[person(40 + i * 30, FLOOR, 0.8) for i in range(5)], text(200, 60, "无人管", 14, RED)])
guide("DORMPWR", "宿舍用电", "寝室没有热得快、电热毯、乱充充电宝；人走断电。",
      [floor(), bed(40), bed(40, 84), lamp(160), text(170, 80, "人走断电", 13, GREEN), rect(120, 12, 1, 1)],
      [floor(), bed(40), rect(52, 118, 40, 6, "#ef9a9a", RED), path("M92,120 q30,-20 60,-40", "none", RED), socket(150, 72), rect(170, 110, 16, 30, "#e1f5fe"), line(178, 96, 178, 132, RED, 3), text(196, 60, "热得快", 12, RED)])
guide("DRILL", "疏散演练", "按周期做过疏散演练，有照片、有记录。",
      [floor(), *[person(30 + i * 32, FLOOR, 0.9, "out") for i in range(4)], arrow(150, 50, 200, 50), door(196, 30, 76, True), text(90, 40, "有序疏散", 13, GREEN)],
      [floor(), person(50), person(90, FLOOR, 1, "up", RED), flame(150, FLOOR, 1.6), door(196, 30, 76), text(90, 40, "没练过", 14, RED)])
guide("O2", "氧气瓶", "固定在瓶架上，远离明火和油脂（5米以上），单独存放。",
      [floor(), cylinder(70, FLOOR, "#90caf9"), line(52, 110, 88, 110, GREEN, 4), text(70, 82, "氧", 13), measure(88, 200, 70, "≥5米"), flame(208, FLOOR)],
      [floor(), f'<g transform="rotate(70 90 130)">{cylinder(90, 140, "#90caf9")}</g>', flame(150, FLOOR, 1.5), bottle(180, FLOOR, "油", "#ffcdd2"), text(110, 60, "未固定、近火", 13, RED)])
guide("ALCOHOL", "酒精消毒液", "存量很少，放专柜，远离火源。",
      [floor(), rect(90, 40, 60, 100, "#e3f2fd"), line(90, 90, 150, 90), bottle(110, 90, "酒精"), text(120, 34, "专柜", 13, GREEN)],
      [floor(), *[bottle(40 + i * 20, FLOOR, "酒精", "#ffcdd2") for i in range(6)], stove(170), text(100, 70, "堆放在灶旁", 13, RED)])
guide("STOCK", "货物与灯具插座", "货物离灯具、插座、灶台50厘米以上。",
      [ceiling(), lamp(120), floor(), box(96, FLOOR, 48, 40), line(120, 36, 120, 98, GREEN, 1.5), text(150, 74, "≥50厘米", 12, GREEN)],
      [ceiling(), lamp(120), floor(), box(90, FLOOR, 60, 50), box(96, 90, 50, 52), flame(120, 42, 1)])
guide("SHUTTER", "卷帘门", "除了电动还能手动打开，旁边有平开小门。",
      [rect(30, 24, 120, 116), *[line(30, 34 + i * 10, 150, 34 + i * 10, GREY, 1) for i in range(5)], path("M140,84 v40", "none", GREEN, 3), text(120, 108, "手动", 12, GREEN), door(166, 34, 78, True), floor()],
      [rect(30, 24, 170, 116), *[line(30, 34 + i * 10, 200, 34 + i * 10, GREY, 1) for i in range(11)], text(115, 84, "只能电动", 14, RED), bolt(60, 50), floor()])
guide("CORRIDOR", "店内过道", "柜台、促销堆头不占过道，留足1.1米以上。",
      [floor(), rect(10, 80, 60, 60, "#d7ccc8"), rect(170, 80, 60, 60, "#d7ccc8"), measure(72, 168, 130, "≥1.1米"), person(120, 128, 0.9)],
      [floor(), rect(10, 80, 80, 60, "#d7ccc8"), rect(150, 80, 80, 60, "#d7ccc8"), box(96, FLOOR, 24, 30), box(122, FLOOR, 24, 44), text(120, 60, "堆头占道", 13, RED)])
guide("GASALARM", "可燃气体报警器", "装了、开着（电源灯亮），按自检钮会响。",
      [ceiling(), rect(90, 26, 60, 34, "#fff", INK, 4), circle(106, 43, 5, "#81c784"), text(132, 48, "自检", 11), *[path(f"M{158+i*8},34 q6,9 0,18", "none", GREEN) for i in range(2)], stove(96), floor()],
      [ceiling(), rect(90, 26, 60, 34, "#eee", GREY, 4), circle(106, 43, 5, "#bdbdbd"), path("M100,60 q-10,20 -30,22", "none", RED), text(52, 92, "插头拔了", 12, RED), stove(96), path("M170,120 q10,-10 0,-20 t0,-20", "none", "#f57c00"), floor()])
guide("BLANKET", "灭火毯", "灶台旁2米内有灭火毯；厨房灭火器放在出口边。",
      [floor(), stove(80), rect(140, 60, 26, 34, "#ffcdd2", RED), text(153, 81, "毯", 13, RED), extinguisher(196), text(190, 84, "出口", 11, GREEN)],
      [floor(), stove(96), flame(118, 98, 1.8), text(190, 90, "没有", 14, RED)])
guide("GRILL", "烧烤与炭火", "远离可燃物，有人看管，火星不乱飞。",
      [floor(), rect(80, 96, 70, 14, "#616161"), line(88, 110, 80, 140), line(142, 110, 150, 140), flame(100, 96, 0.6), flame(128, 96, 0.6), person(180, FLOOR, 1, "out"), text(50, 60, "周边无可燃物", 12, GREEN)],
      [floor(), rect(60, 96, 70, 14, "#616161"), line(68, 110, 60, 140), line(122, 110, 130, 140), flame(80, 96, 1.2), flame(108, 96, 1.2), *[circle(130 + i * 12, 76 - i * 6, 2, "#ff7043", RED) for i in range(5)], path("M190,30 v110 M190,34 q26,10 40,0 v60 q-14,10 -40,0", "#ffe0b2"), text(190, 24, "布帘", 12, RED)])
guide("MASK", "客房防烟面罩", "每间客房有防烟面罩和手电，在有效期内，放在明显处。",
      [floor(), bed(20), rect(120, 40, 90, 60, "#fafafa"), mask(146, 70), torch(172, 62), text(165, 118, "有效期内", 12, GREEN)],
      [floor(), bed(20), rect(120, 40, 90, 60, "#fafafa"), text(165, 78, "没有", 20, RED)])
guide("OPENFLAME", "室内明火", "包厢里不用冷焰火、蜡烛、明火取暖。",
      [floor(), rect(70, 100, 90, 8, "#d7ccc8"), line(80, 108, 80, 140), line(150, 108, 150, 140), circle(115, 46, 22, "none", RED, 4), flame(115, 58, 0.9), line(99, 62, 131, 30, RED, 4)],
      [floor(), rect(70, 100, 90, 8, "#d7ccc8"), line(80, 108, 80, 140), line(150, 108, 150, 140), rect(96, 84, 6, 16, "#fff"), flame(99, 84, 0.6), rect(126, 80, 6, 20, "#ffab91"), *[line(129, 78, 129 + dx, 52, "#f9a825") for dx in (-16, -6, 6, 16)], path("M190,16 q-10,60 6,124", "none", GREY, 4), text(200, 40, "软包", 11, RED)])
guide("STACK", "货堆五距", "离灯0.5米、离顶0.5米、离墙0.3至0.5米，离柱、离路留足距离。",
      [rect(10, 12, 220, 128), box(70, FLOOR, 70, 62), lamp(105), line(105, 36, 105, 76, GREEN), text(132, 58, "0.5米", 11, GREEN), measure(12, 68, 120, "墙距"), line(6, 140, 234, 140)],
      [rect(10, 12, 220, 128), box(12, FLOOR, 120, 124), lamp(70), flame(72, 40, 1), text(180, 80, "顶到灯", 13, RED), line(6, 140, 234, 140)])
guide("LADDER", "二层以上逃生设施", "窗口有逃生绳、软梯或可逃到的平台。",
      [house(50, FLOOR, 110, 104), window(80, 50, 40, 34), path("M124,52 v86 M138,52 v86 " + " ".join(f"M124,{60+i*11} h14" for i in range(7)), "none", GREEN), floor()],
      [house(50, FLOOR, 110, 104), window(80, 50, 40, 34), person(100, 84, 0.5, "up", RED), flame(100, FLOOR, 1.4), text(200, 90, "无软梯", 13, RED), floor()])
guide("STOVE", "柴火灶", "远离柴草，烟囱不漏火星，离睡处有墙。",
      [floor(), rect(60, 100, 60, 40, "#d7ccc8"), flame(90, 136, 0.8), path("M110,100 v-80 h12 v80", "#bcaaa4"), measure(122, 196, 96, "离远"), path("M200,140 l8,-30 l8,30 z", "#fff9c4")],
      [floor(), rect(60, 100, 60, 40, "#d7ccc8"), flame(70, 138, 1.2), path("M110,100 v-60 h12 v60", "#bcaaa4"), *[circle(116 + (i % 3) * 8, 36 - i * 4, 2, "#ff7043", RED) for i in range(5)], path("M20,140 l10,-40 l8,40 z M36,140 l10,-34 l10,34 z", "#fff9c4", RED)])
guide("ROOFS", "楼顶加层与堆物", "楼顶没有加层、没有彩钢棚堆物，能上人避险。",
      [rect(50, 70, 140, 70, "#fafafa"), line(44, 70, 196, 70, INK, 3), window(70, 86, 30, 30), window(140, 86, 30, 30), person(120, 69, 0.7), text(170, 50, "空旷", 12, GREEN), floor()],
      [rect(50, 80, 140, 60, "#fafafa"), path("M56,80 v-36 l64,-14 l64,14 v36", "#ffe0b2", RED), box(70, 80), box(100, 80, 30, 30), bed(136, 80, 40), text(120, 24, "彩钢棚", 12, RED), floor()])
guide("BATT", "电池", "不给拼装、改装、超期、来历不明的电池充电；看标识和3C标志。",
      [floor(), rect(90, 80, 60, 40, "#c8e6c9"), rect(104, 72, 8, 8, INK), rect(130, 72, 8, 8, INK), text(120, 106, "CCC", 17, GREEN)],
      [floor(), rect(80, 84, 30, 36, "#ffcdd2", RED), rect(108, 90, 34, 30, "#ffe0b2", RED), rect(140, 82, 26, 38, "#ffcdd2", RED), path("M86,84 q20,-30 60,-2", "none", RED, 3), path("M96,96 l10,10 M150,92 l10,16", "none"), flame(126, 84, 1.4), text(120, 40, "拼装电池", 13, RED)])
guide("OUT", "停放点位置", "设在室外，不贴着出口、窗口，离建筑开口6米以上。",
      [house(6, FLOOR, 60, 80), door(22, 26, 50), measure(70, 160, 104, "≥6米"), bike(170), floor()],
      [house(60, FLOOR, 90, 90), door(90, 30, 56), window(70, 60, 18, 18), bike(116), flame(140, 110, 1.2), text(196, 70, "贴着门窗", 12, RED), floor()])
guide("KEEPOUT", "停车不堵出口", "停的车不堵楼门口、安全出口、消防通道。",
      [floor(), door(100, 40, 84, True), exit_sign(98, 28), bike(176), line(160, 140, 160, 128, GREEN, 3), person(76, FLOOR, 0.9, "out")],
      [floor(), door(100, 40, 84), exit_sign(98, 28), bike(70), bike(112), text(40, 70, "堵门", 16, RED)])


def picture(body, good):
    badge = (circle(220, 20, 14, "#fff", GREEN, 3) + path("M212,20 l6,7 l11,-14", "none", GREEN, 4)) if good else (
        circle(220, 20, 14, "#fff", RED, 3) + path("M213,13 l14,14 M227,13 l-14,14", "none", RED, 4))
    word = text(220, 154, "合格" if good else "不合格", 11, GREEN if good else RED)
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 160" width="240" height="160">\n'
            '<rect width="240" height="160" fill="#fff"/>\n' + (body + badge + word).replace("><", ">\n<") + "\n</svg>\n")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    listed = []
    for key, (title, look, good, bad) in G.items():
        for name, body in (("pass", good), ("fail", bad)):
            (OUT / f"{key}-{name}.svg").write_text(picture(body, name == "pass"), encoding="utf-8")
        listed.append({"key": key, "title": title, "look": look, "pass": f"{key}-pass.svg", "fail": f"{key}-fail.svg"})
    index = {"format": 1, "version": "2026.1", "guides": listed}
    (OUT / "guides.json").write_text(json.dumps(index, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(len(listed), "guides")


if __name__ == "__main__":
    main()
