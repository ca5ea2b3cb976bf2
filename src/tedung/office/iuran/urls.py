"""The addresses of bills."""

from django.urls import path

from tedung.office.iuran import pages, pages_steps

urlpatterns = [
    path("", pages.listing, name="iuran"),
    path("baru/", pages.prepare, name="rincian_new"),
    path("semua/", pages.prepare_all, name="rincian_all"),
    path("<int:key>/", pages.detail, name="rincian"),
    path("<int:key>/baris/", pages.lines, name="rincian_lines"),
    path("<int:key>/baris/batalkan/", pages.take_off, name="rincian_take_off"),
    path("<int:key>/pos/", pages_steps.choose_pos, name="rincian_pos"),
    path("<int:key>/kirim/", pages_steps.send, name="rincian_send"),
    path("<int:key>/kode/", pages_steps.code, name="rincian_code"),
    path("<int:key>/selisih/", pages_steps.answer, name="rincian_answer"),
    path("<int:key>/spp/", pages_steps.spp, name="rincian_spp"),
    path("<int:key>/spm/", pages_steps.spm, name="rincian_spm"),
    path("<int:key>/sp2d/", pages_steps.sp2d, name="rincian_sp2d"),
    path("<int:key>/bukti/", pages_steps.proof, name="rincian_proof"),
    path("<int:key>/setoran/", pages_steps.collected, name="rincian_collected"),
    path("<int:key>/konfirmasi/", pages_steps.confirm, name="rincian_confirm"),
    path("<int:key>/pembayaran/batalkan/", pages_steps.unpay, name="rincian_unpay"),
    path("<int:key>/batalkan/", pages_steps.cancel, name="rincian_cancel"),
    path("<int:key>/cetak/", pages_steps.papers, name="rincian_papers"),
    path("<int:key>/surat/", pages_steps.letter, name="rincian_letter"),
    path("<int:key>/sisa/", pages_steps.set_aside, name="rincian_set_aside"),
    path("sisa/<int:key>/", pages_steps.rest, name="iuran_rest"),
]
