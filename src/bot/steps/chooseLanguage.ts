import { languages } from '../../core/application.ts'
import { menu, say, type Move } from '../step.ts'
import { textsIn } from '../texts/texts.ts'

export const chooseLanguage = menu({
  prompt: ({ texts }) => [
    {
      type: 'text',
      text: texts.chooseLanguage,
      options: languages.map((language) => [{ option: language, label: textsIn[language].languageName }]),
    },
  ],
  next: (option): Move => {
    const language = languages.find((language) => language === option) ?? 'zh-CN'
    return { to: 'back', language, say: [say(textsIn[language].languageChanged)] }
  },
})
