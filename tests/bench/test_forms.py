"""Reading a form off a page."""

from bench.forms import Form

PAGE = """
<form action="/other"><input name="nobody" value="1"></form>
<form action="/plan">
  <input type="hidden" name="seen" value="3"><input name="title" value="Vård &amp; resor">
  <textarea name="commission">Vad vill
du?</textarea>
  <input type="checkbox" name="names" value="1" checked><input type="checkbox" name="wishes" value="1">
  <input type="radio" name="at_once" value="" checked><input type="radio" name="at_once" value="1">
  <select name="rules"><option value="1"><option value="2" selected></select>
</form>
<input name="outside" value="1">
"""


def test_the_fields_are_those_that_a_browser_would_send():
    assert Form(PAGE, "/plan").fields == {
        "seen": "3",
        "title": "Vård & resor",
        "commission": "Vad vill\ndu?",
        "names": "1",
        "at_once": "",
        "rules": "2",
    }
