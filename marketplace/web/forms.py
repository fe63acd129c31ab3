"""How forms look: one template for a field (label, hint, error, what describes it), one for a whole form."""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Django's widgets inside our field and form templates."""

    form_template_name = "web/form.html"
    field_template_name = "web/field.html"
