"""What other programs export: the question “What is a tree?” with two answers and one more turn, as each writes it."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]
START_S = 1_790_000_000.5


def chatgpt() -> Document:
    def node(key: str, parent: str | None, role: str, text: str, **metadata: object) -> Document:
        message = {
            "id": key,
            "author": {"role": role, "name": None, "metadata": {}},
            "create_time": START_S,
            "content": {"content_type": "text", "parts": [text]},
            "status": "finished_successfully",
            "end_turn": True,
            "weight": 1.0,
            "metadata": metadata,
            "recipient": "all",
        }
        return {"id": key, "message": message, "parent": parent, "children": []}

    hidden = node("hidden", "root", "system", "", is_visually_hidden_from_conversation=True)
    tool = node("tool", "a2", "tool", "search results")
    picture = node("q2", "tool", "user", "And this?")
    picture["message"]["content"] = {
        "content_type": "multimodal_text",
        "parts": [{"content_type": "image_asset_pointer", "asset_pointer": "file-service://x"}, "And this?"],
    }
    nodes = [
        {"id": "root", "message": None, "parent": None, "children": ["hidden"]},
        hidden,
        node("q1", "hidden", "user", "What is a tree?"),
        node("a1", "q1", "assistant", "A plant.", model_slug="gpt-4o"),
        node("a2", "q1", "assistant", "A tall plant.\ue200cite\ue202turn0\ue201", model_slug="gpt-4o"),
        tool,
        picture,
        node("a3", "q2", "assistant", "A bush.", model_slug="o3", finish_details={"type": "max_tokens"}),
    ]
    return {
        "title": "Trees",
        "create_time": START_S,
        "update_time": START_S + 60,
        "mapping": {entry["id"]: entry for entry in nodes},
        "current_node": "a3",
        "conversation_id": "68a1",
        "is_archived": True,
        "default_model_slug": "gpt-4o",
        "id": "68a1",
    }


def open_webui() -> Document:
    def message(key: str, parent: str | None, role: str, text: str) -> Document:
        entry: Document = {"id": key, "parentId": parent, "childrenIds": [], "role": role, "content": text}
        entry["timestamp"] = 1_790_000_000
        if role == "assistant":
            entry |= {"model": "llama3:8b", "done": True, "usage": {"prompt_tokens": 12, "eval_count": 34}}
        return entry

    messages = [
        message("q1", None, "user", "What is a tree?"),
        message("a1", "q1", "assistant", "A plant."),
        message("a2", "q1", "assistant", "A tall plant."),
        message("q2", "a2", "user", "And this?"),
        message("a3", "q2", "assistant", "A bush."),
    ]
    chat = {
        "id": "",
        "title": "Trees",
        "models": ["llama3:8b"],
        "params": {},
        "history": {"messages": {entry["id"]: entry for entry in messages}, "currentId": "a3"},
        "messages": messages,
        "tags": [],
        "timestamp": 1_790_000_000_500,
    }
    return {
        "id": "3f2a",
        "user_id": "u",
        "title": "Trees",
        "chat": chat,
        "updated_at": 1_790_000_060,
        "created_at": 1_790_000_000,
        "share_id": None,
        "archived": False,
        "pinned": True,
        "meta": {"tags": ["nature", {"name": "Wood"}]},
    }


def hugging_chat() -> Document:
    def message(key: str, ancestors: list[str], speaker: str, text: str) -> Document:
        time = "2026-09-21T14:13:20.500Z"
        return {"from": speaker, "id": key, "content": text, "ancestors": ancestors, "children": [], "createdAt": time}

    return {
        "_id": "65f0",
        "title": "Trees",
        "model": "meta-llama/Llama-3.1-8B",
        "preprompt": "",
        "rootMessageId": "root",
        "messages": [
            message("root", [], "system", ""),
            message("q1", ["root"], "user", "What is a tree?"),
            message("a1", ["root", "q1"], "assistant", "A plant."),
            message("a2", ["root", "q1"], "assistant", "A tall plant."),
            message("q2", ["root", "q1", "a2"], "user", "And this?"),
            message("a3", ["root", "q1", "a2", "q2"], "assistant", "A bush."),
        ],
        "createdAt": {"$date": "2026-09-21T14:13:20.500Z"},
        "updatedAt": "2026-09-21T14:14:20.000Z",
    }


def llama_web() -> Document:
    def message(key: str, parent: str | None, role: str, text: str) -> Document:
        return {
            "id": key,
            "convId": "c1",
            "type": "text",
            "timestamp": 1_790_000_000_500,
            "role": role,
            "content": text,
            "parent": parent,
            "children": [],
            "timings": {"prompt_n": 12, "prompt_ms": 125.0, "predicted_n": 34, "predicted_ms": 2375.0},
        }

    root = {
        "id": "root",
        "convId": "c1",
        "type": "root",
        "timestamp": 0,
        "role": "system",
        "content": "",
        "parent": None,
    }
    return {
        "conv": {"id": "c1", "lastModified": 1_790_000_060_000, "name": "Trees", "currNode": "a3"},
        "messages": [
            root,
            message("q1", "root", "user", "What is a tree?"),
            message("a1", "q1", "assistant", "A plant."),
            message("a2", "q1", "assistant", "A tall plant."),
            message("q2", "a2", "user", "And this?"),
            message("a3", "q2", "assistant", "A bush."),
        ],
    }


def lm_studio() -> Document:
    def prompt(text: str) -> Document:
        return {"type": "singleStep", "role": "user", "content": [{"type": "text", "text": text}]}

    def answer(text: str) -> Document:
        thinking = {"type": "contentBlock", "style": {"type": "thinking"}, "content": [{"type": "text", "text": "Hm."}]}
        block = {
            "type": "contentBlock",
            "stepIdentifier": "1",
            "content": [{"type": "text", "text": text}],
            "genInfo": {"indexedModelIdentifier": "qwen2.5-7b", "stats": {"stopReason": "eosFound"}},
        }
        return {
            "type": "multiStep",
            "role": "assistant",
            "senderInfo": {"senderName": "qwen"},
            "steps": [thinking, block],
        }

    return {
        "name": "Trees",
        "pinned": False,
        "createdAt": 1_790_000_000_500,
        "preset": "",
        "systemPrompt": "",
        "messages": [
            {"versions": [prompt("What is a tree?")], "currentlySelected": 0},
            {"versions": [answer("A plant."), answer("A tall plant.")], "currentlySelected": 1},
            {"versions": [prompt("And this?")], "currentlySelected": 0},
            {"versions": [answer("A bush.")], "currentlySelected": 0},
        ],
        "lastUsedModel": {"identifier": "qwen2.5-7b"},
    }


def chat_messages() -> Document:
    return {
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": [{"type": "text", "text": "What is a tree?"}, {"type": "image_url"}]},
            {"role": "assistant", "content": "A tall plant."},
            {"role": "user", "content": "And this?"},
            {"role": "assistant", "content": "A bush."},
        ]
    }


EXAMPLES = {
    "ChatGPT": chatgpt,
    "Open WebUI": open_webui,
    "HuggingChat": hugging_chat,
    "llama.cpp": llama_web,
    "LM Studio": lm_studio,
    "chat messages": chat_messages,
}
