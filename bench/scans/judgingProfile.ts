import type { CameraSettings } from './camera.ts'
import type { LightSettings } from './light.ts'
import type { Profile } from './profile.ts'
import { readFont } from './readFont.ts'

const window: LightSettings = {
  exposure: [0.74, 1.04],
  gradient: [0, 0.42],
  warmth: [-0.06, 0.07],
  shadow: { often: 0.45, depth: [0.08, 0.46], edge: [0.015, 0.18] },
  vignette: [0, 0.32],
}
const tube: LightSettings = {
  exposure: [0.9, 1.05],
  gradient: [0, 0.08],
  warmth: [-0.025, 0.015],
  shadow: { often: 0, depth: [0, 0], edge: [0.1, 0.1] },
  vignette: [0, 0.05],
}

const phone: CameraSettings = {
  name: 'phone 1280',
  weight: 6,
  size: { longSide: 1280, aspect: 0.75 },
  desks: ['marble', 'mat', 'newspaper', 'wood', 'white', 'cloth'],
  focal: [0.66, 0.95],
  tilt: [0, 12],
  roll: [0, 9],
  fill: [0.82, 0.99],
  curl: [0, 2],
  light: window,
  blur: [0.05, 0.22],
  motion: [0, 0.45],
  sharpening: [0, 1.4],
  noise: [0.5, 6],
  colourNoise: 0.6,
  quality: [62, 90],
  tagged: 0.2,
  turned: 0.2,
  landscape: 0.03,
}
const scanner: CameraSettings = {
  ...phone,
  name: 'scanner 150',
  weight: 1,
  size: { dpi: 150, margin: [0, 7] },
  desks: ['lid', 'blackLid'],
  tilt: [0, 0],
  roll: [0, 2.2],
  curl: [0, 0],
  light: tube,
  blur: [0.03, 0.13],
  motion: [0, 0],
  sharpening: [0, 0.9],
  noise: [0.3, 3.5],
  quality: [66, 94],
  tagged: 0,
  turned: 0.15,
  landscape: 0,
}

const cameras: readonly CameraSettings[] = [
  phone,
  { ...phone, name: 'phone 1280 wide', weight: 0.8, size: { longSide: 1280, aspect: 0.6 } },
  { ...phone, name: 'phone 1440', weight: 1.5, size: { longSide: 1440, aspect: 0.75 } },
  {
    ...phone,
    name: 'phone 12 MP',
    weight: 1.2,
    size: { longSide: 4032, aspect: 0.75 },
    noise: [1.5, 7],
    quality: [50, 86],
  },
  {
    ...phone,
    name: 'scanning app',
    weight: 1.5,
    size: { longSide: 1684, aspect: 0.71 },
    tilt: [0, 0.9],
    roll: [0, 1],
    fill: [0.97, 1.02],
    light: {
      ...window,
      exposure: [0.98, 1.2],
      gradient: [0, 0.12],
      shadow: { ...window.shadow, often: 0.1 },
    },
    sharpening: [0.3, 2.4],
  },
  { ...scanner, name: 'scanner 96', size: { dpi: 96, margin: [0, 7] } },
  scanner,
  { ...scanner, name: 'scanner 240', size: { dpi: 240, margin: [0, 7] } },
  { ...scanner, name: 'scanner 300', weight: 0.4, size: { dpi: 300, margin: [0, 5] } },
]

/** What readers of scans are judged by: other seals, hands, cameras and desks than they were tuned on. */
export const readJudgingProfile = async (): Promise<Profile> => {
  const [medium, black, light, grass] = await Promise.all([
    readFont('noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf'),
    readFont('noto-sans-sc/900Black/NotoSansSC_900Black.ttf'),
    readFont('noto-sans-sc/300Light/NotoSansSC_300Light.ttf'),
    readFont('liu-jian-mao-cao/LiuJianMaoCao_400Regular.ttf'),
  ])
  return {
    name: 'judging',
    firstSeed: 4_000_000_000,
    words: {
      unitNames: [
        '内蒙古自治区呼伦贝尔市第一人民医院',
        '成都天府软件园有限公司',
        '兰州大学',
        '宁波市鄞州区教育局',
        '广东省建筑设计研究院集团股份有限公司',
        '长春第一汽车制造厂',
      ],
      names: ['刘德明', '赵雅琴', '周强', '诸葛文君', '孙丽华', '林小芳'],
      links: ['https://t.me/SealpassHelpBot', 'https://zhanghao.example.com/', 'https://s.example.cn'],
    },
    seal: {
      diameter: [38, 50],
      ring: [0.8, 1.7],
      innerRing: { often: 0.35, gap: [0.5, 1.6], width: [0.2, 0.5] },
      star: [0.22, 0.4],
      letters: { size: [4, 6.4], condensed: [0.5, 0.95], arc: [3.3, 4.6] },
      number: 0.5,
      words: { often: 0.2, of: ['业务专用章', '（2）', '人事处'] },
      inks: [
        [214, 44, 30],
        [232, 84, 52],
        [158, 18, 46],
        [208, 34, 58],
        [190, 40, 30],
      ],
      strength: [0.38, 1],
      uneven: [0, 0.85],
      spread: [0.08, 0.3],
      lean: [0.1, 0.75],
      fonts: [medium, black, light],
    },
    sealOff: [0, 10],
    sealTurn: 25,
    signature: {
      strokes: 0.4,
      fonts: [grass],
      size: [8, 20],
      pen: [0.3, 1.1],
      inks: [
        [18, 18, 20],
        [44, 46, 54],
        [24, 44, 150],
        [40, 70, 170],
        [190, 36, 44],
      ],
      strength: [0.62, 1],
      fingerprint: 0.15,
    },
    nameSeal: 0.1,
    toner: [0.72, 1],
    folded: 0.3,
    cameras,
    mishaps: {
      defocus: [0.58, 1.3],
      motion: [2.4, 6],
      glareRadius: [40, 85],
      cutOff: [25, 90],
      darkened: [0.1, 0.25],
      screen: { pitch: [0.2, 0.37], depth: [0.3, 0.65] },
    },
  }
}
