"""QR codes, made here so that no address is told to anybody else: byte mode, versions 1 to 10, error correction M (ISO/IEC 18004)."""

from app.chat.qr.drawing import path as path
from app.chat.qr.drawing import svg as svg
from app.chat.qr.squares import Squares as Squares
from app.chat.qr.squares import squares as squares
from app.chat.qr.words import MOST as MOST
