import { describe, expect, it } from 'vitest'
import { greedy, lineScores, scoreText } from '../../../../src/core/scan/card/lineScores.ts'
import { doubtful, lineOf } from './lines.ts'

const digits = '0123456789'

describe('scoreText', () => {
  it('gives what a line shows about 1, and what it does not show about nothing', () => {
    const scores = lineScores(lineOf([...'1223']), digits)
    expect(scoreText(scores, '1223')).toBeCloseTo(1, 1)
    expect(scoreText(scores, '1233')).toBeLessThan(1e-3)
    // The blank's hundredth, where a character is left out.
    expect(scoreText(scores, '123')).toBeLessThan(0.03)
    expect(scoreText(scores, '12223')).toBeLessThan(1e-3)
  })

  it('shares a doubtful character among what it may be', () => {
    const scores = lineScores(doubtful('1383', 2, { '8': 0.6, '3': 0.3 }), digits)
    expect(scoreText(scores, '1383') / scoreText(scores, '1333')).toBeCloseTo(2, 1)
  })

  it('adds up all the ways of reading the same text', () => {
    const line = {
      columns: 2,
      characters: ['', '1'],
      probabilities: Float32Array.of(0.5, 0.5, 0.5, 0.5),
    }
    // Of the four paths only blank, blank reads nothing.
    expect(scoreText(lineScores(line, '1'), '1')).toBeCloseTo(3)
  })

  it('lets other characters stand around, but none of the alphabet', () => {
    const labelled = lineScores(lineOf([...'公民12']), digits)
    expect(scoreText(labelled, '12')).toBeCloseTo(1, 1)
    const longer = lineScores(lineOf([...'312']), digits)
    expect(scoreText(longer, '12')).toBeLessThan(0.03)
    expect(scoreText(longer, '12', 'anything')).toBeGreaterThan(0.9)
  })

  it('does not score what the alphabet does not have', () => {
    expect(scoreText(lineScores(lineOf([...'12']), digits), '1A')).toBe(0)
    expect(scoreText(lineScores(lineOf([...'12']), digits), '')).toBe(0)
  })
})

describe('greedy', () => {
  it('reads the likeliest, each with how sure it is', () => {
    const read = greedy(doubtful('1383', 2, { '8': 0.6, '3': 0.3 }))
    expect(read.map(({ character }) => character).join('')).toBe('1383')
    expect(read[2]?.sureness).toBeCloseTo(0.6)
    expect(read[2]?.column).toBe(4)
  })
})
