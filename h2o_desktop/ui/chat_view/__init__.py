"""The view of a conversation: it lays out what is visible, whatever the length of the whole."""

from h2o_desktop.ui.chat_view.chat_view import ChatView

__all__ = ["ChatView"]
