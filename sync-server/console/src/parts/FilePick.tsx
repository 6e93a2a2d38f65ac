import { Button } from 'antd'
import { useRef, useState } from 'react'

/** A button that asks for one file. The same file may be chosen again after it was mended. */
export function FilePick(props: {
  label: string
  accept: string
  busy?: boolean
  onPick: (file: File) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  return (
    <span className="row-acts">
      <Button loading={props.busy ?? false} onClick={() => input.current?.click()}>
        {props.label}
      </Button>
      <span className="note">{name}</span>
      <input
        ref={input}
        type="file"
        hidden
        accept={props.accept}
        aria-label={props.label}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file === undefined) return
          setName(file.name)
          props.onPick(file)
        }}
      />
    </span>
  )
}
