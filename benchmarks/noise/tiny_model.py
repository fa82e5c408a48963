"""Write a chat model of random weights: the worst hallucinator there is, in a megabyte.

Run: python tiny_model.py OUT.gguf. Needs `gguf` and numpy; nothing is downloaded.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import gguf
import numpy as np
import numpy.typing as npt

WIDTH, LAYERS, INNER, HEADS, CONTEXT = 64, 2, 128, 4, 16_384
_PRINTABLE = [chr(code) for code in range(33, 127)]
_WORDS = ["ing", "ed", "er", "on", "an", "th", "the", "DeepSeek", "OpenAI", "Nvidia"]
_HAN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
    "公司模型训练成本万亿美元蒸馏英伟达芯片媒体报道说没有可能百分之数据算力技术,。:?!"
)
_TEMPLATE = (
    "{% for m in messages %}{{ '<|start|>' + m['role'] + '\n' + m['content'] + '<|end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|start|>assistant\n' }}{% endif %}"
)

_CLOSING = {
    '"': 0.7,
    "{": 0.9,
    "]": 0.5,
    "}": 0.5,
    "\u2581": -1.0,
}  # else it would hardly come to an end
Tensor = npt.NDArray[np.float32]
Token = tuple[str, float, gguf.TokenType]


def tokens() -> Iterator[Token]:
    """Give a vocabulary that can write any text: marks, bytes, letters, common characters."""
    yield "<unk>", 0.0, gguf.TokenType.UNKNOWN
    for mark in ("<s>", "</s>", "<|start|>", "<|end|>"):
        yield mark, 0.0, gguf.TokenType.CONTROL
    for byte in range(256):
        yield f"<0x{byte:02X}>", -1_000.0, gguf.TokenType.BYTE
    for rank, piece in enumerate(dict.fromkeys(["\u2581", *_PRINTABLE, *_WORDS, *_HAN])):
        yield piece, -rank / 10, gguf.TokenType.NORMAL


def write(path: Path, seed: int = 7) -> None:
    """Write a llama of random weights."""
    vocabulary = list(tokens())
    writer = gguf.GGUFWriter(str(path), "llama")
    _describe(writer, vocabulary)
    random = np.random.default_rng(seed)

    def random_of(*shape: int, scale: float = 0.08) -> Tensor:
        return (random.normal(size=shape) * scale).astype(np.float32)

    def noise(name: str, *shape: int) -> None:
        writer.add_tensor(name, random_of(*shape))

    def ones(name: str) -> None:
        writer.add_tensor(name, np.ones(WIDTH, np.float32))

    read, said = (random_of(len(vocabulary), WIDTH, scale=scale) for scale in (1.0, 0.2))
    read[:, 0] = 4.0  # what is always there, so that marks that close can be likelier than others
    for place, (text, _, _) in enumerate(vocabulary):
        said[place, 0] = _CLOSING.get(text, 0.0)
    writer.add_tensor("token_embd.weight", read)
    writer.add_tensor("output.weight", said)
    ones("output_norm.weight")
    for layer in range(LAYERS):
        ones(f"blk.{layer}.attn_norm.weight")
        ones(f"blk.{layer}.ffn_norm.weight")
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            noise(f"blk.{layer}.{part}.weight", WIDTH, WIDTH)
        noise(f"blk.{layer}.ffn_gate.weight", INNER, WIDTH)
        noise(f"blk.{layer}.ffn_up.weight", INNER, WIDTH)
        noise(f"blk.{layer}.ffn_down.weight", WIDTH, INNER)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _describe(writer: gguf.GGUFWriter, vocabulary: list[Token]) -> None:
    writer.add_name("noise")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(len(vocabulary))
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([text.encode() for text, _, _ in vocabulary])
    writer.add_token_scores([score for _, score, _ in vocabulary])
    writer.add_token_types([int(kind) for _, _, kind in vocabulary])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(_TEMPLATE)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
