"""Conversations on pages: for PDF files and for printers."""
