"""What files call the canonical columns, in Portuguese, Spanish and English. Compared without accents, case and
spaces."""

_CUSTOMER = """
    cliente; código do cliente; código cliente; cód cliente; cod cliente; id cliente; cliente id; id do cliente;
    nº cliente; número do cliente; código de cliente; customer id; customer no; customer number; customer code;
    client; client id; account; account id; account number; conta; cuenta; CPF/CNPJ; CPF; CNPJ; household id;
    member id
"""

_SYNONYMS = {
    "customer": """
        cliente; código do cliente; código cliente; cód cliente; cod cliente; id cliente; cliente id; id do
        cliente; nº cliente; número do cliente; código de cliente; customer id; customer no; customer number;
        customer code; client; client id; account; account id; account number; conta; cuenta; CPF/CNPJ; CPF; CNPJ;
        household id; member id
    """,
    "source_id": f"id; código; code; codigo; {_CUSTOMER}",
    "kind": "tipo; tipo de pessoa; tipo pessoa; tipo de cliente; type; customer type; tipo de persona",
    "name": """
        nome; nome completo; razão social; nome do cliente; nome cliente; full name; customer name; company;
        company name; nombre; nombre completo; razón social; contact name; descrição; descripción; description;
        product name; nome do produto; nombre del producto; vendedor; account name; produto; producto; product
    """,
    "given_name": "primeiro nome; first name; firstname; nombre; forename",
    "family_name": "sobrenome; último nome; last name; lastname; surname; apellido; apellidos",
    "tax_id": """
        CPF/CNPJ; CNPJ/CPF; CPF ou CNPJ; CPF; CNPJ; documento; nº documento; tax number; tax code; VAT number;
        VAT; NIF; NIT; RUT; RUC; CUIT; RFC
    """,
    "email": "e-mail; e mail; mail; email address; correo; correo electrónico; endereço de e-mail",
    "phone": "telefone; fone; celular; whatsapp; tel; telephone; mobile; phone number; teléfono; móvil; telefone 1",
    "birth_date": """
        data de nascimento; nascimento; dt nascimento; data nasc; birthday; date of birth; dob; fecha de
        nacimiento
    """,
    "street": "endereço; logradouro; rua; address; address line 1; street address; dirección; calle; domicilio",
    "city": "cidade; município; town; ciudad; localidad; municipio",
    "state": "estado; UF; província; province; region; provincia; departamento",
    "postal_code": "CEP; código postal; zip; zip code; postcode; cód postal; CP",
    "country": "país; pais; country code",
    "language": "idioma; língua; lang; locale",
    "parent_source_id": """
        matriz; grupo; código da matriz; parent; parent id; parent account; casa matriz; subsidiary of
    """,
    "owner": """
        responsável; gerente; gerente de conta; carteira; account manager; owner name; account owner; responsable;
        propietario
    """,
    "team": "equipe; time; equipo",
    "branch": "filial; loja; unidade; agência; store; office; sucursal; tienda; oficina; store id",
    "credit_limit": "limite de crédito; limite; limite crédito; límite de crédito",
    "created_on": """
        data de cadastro; cadastro; data cadastro; criado em; created; created at; creation date; customer since;
        cliente desde; fecha de alta
    """,
    "role": "cargo; função; job title; title; position; puesto",
    "influence": "influência; influencia",
    "address_id": """
        id endereço; código do endereço; endereço de entrega; delivery address; shipping address id; id dirección
    """,
    "purpose": "finalidade; motivo; reason; finalidad; objetivo do contato",
    "channel": "canal; canal de venda; canal de vendas; sales channel; meio; medio; canal de venta; origem do pedido",
    "status": "situação; status do pedido; order status; estado del pedido; state; situación; estatus",
    "at": """
        data; data e hora; data/hora; data hora; data do contato; date; datetime; timestamp; occurred at; fecha;
        fecha y hora
    """,
    "on": "data; date; dia; day; fecha; data do custo; competência",
    "text_version": "versão do texto; versão; version; versión",
    "proof": "prova; evidência; evidence; prueba",
    "origin": "origem; origin; fonte; origen; fuente",
    "employee": """
        funcionário; colaborador; atendente; matrícula; employee id; agent; sales agent; user; usuário; empleado;
        operador
    """,
    "product_id": """
        produto; código do produto; código produto; cód produto; cod produto; id produto; id do produto; SKU;
        item; item id; stock code; product; product code; product no; referência; EAN; código de barras; producto;
        código de producto; artículo; material
    """,
    "category": """
        categoria; grupo; família; linha; department; departamento; product category; categoría; familia; rubro;
        series
    """,
    "list_price": """
        preço; preço de tabela; preço de lista; preço de venda; price; list price; precio; precio de lista; sales
        price
    """,
    "unit_cost": """
        custo; custo unitário; custo médio; CMV; cost; unit cost; product cost; costo; costo unitario; coste;
        coste unitario
    """,
    "order_id": """
        pedido; nº pedido; nº do pedido; número do pedido; número pedido; código do pedido; id pedido; id do
        pedido; nota fiscal; nota; nº nota; order; order no; order number; invoice; invoice no; invoice number;
        basket id; transaction id; venda; cupom; nº de pedido; número de pedido; factura
    """,
    "ordered_at": """
        data do pedido; data pedido; data da venda; data venda; data da compra; data de emissão; data; emissão;
        order date; invoice date; sale date; purchase date; date; transaction date; transaction timestamp;
        timestamp; fecha; fecha de pedido; fecha del pedido; fecha de venta; fecha de compra
    """,
    "quantity": "quantidade; qtde; qtd; quant; qty; units; unidades; cantidad; cant",
    "unit_price": """
        preço unitário; valor unitário; vl unitário; vlr unitário; valor unit; preço; unit price; price; precio
        unitario; precio; valor unitario
    """,
    "discount": "desconto; valor do desconto; vl desconto; valor desconto; discount amount; descuento; rebate",
    "tax": """
        imposto; impostos; tributos; valor dos impostos; taxes; sales tax; VAT amount; impuesto; impuestos; IVA;
        ICMS
    """,
    "seller": "vendedor; representante; código do vendedor; salesperson; sales rep; sales agent; vendedora; comercial",
    "partner": "parceiro; revenda; distribuidor; reseller; socio; revendedor",
    "currency": "moeda; moneda; currency code; divisa",
    "invoice_id": """
        fatura; nº fatura; título; nº título; duplicata; boleto; nota fiscal; invoice; invoice no; invoice number;
        factura; nº factura; documento
    """,
    "due_on": """
        vencimento; data de vencimento; data vencimento; dt vencimento; due date; due; vence em; fecha de
        vencimiento; vencimiento
    """,
    "amount": """
        valor; valor total; total; valor do título; value; montante; importe; monto; close value; valor da fatura
    """,
    "paid_on": """
        pagamento; data de pagamento; data do pagamento; data pagamento; baixa; data de baixa; payment date; paid
        at; paid; fecha de pago
    """,
    "paid_amount": "valor pago; vl pago; pago; amount paid; payment amount; importe pagado; monto pagado",
    "id": "código; número; protocolo; id interação; nº; interaction id; activity id",
    "direction": "direção; sentido; sentido do contato; dirección",
    "minutes": "minutos; duração; duração (min); tempo; duration; duration minutes; duración",
    "objective": "objetivo; objective type",
    "programme": "programa; campanha; campaign; program; campaña; campaign id",
    "outcome": "resultado; desfecho; result; disposition",
    "cost": "custo; valor; costo; coste; custo total",
    "activity": "atividade; tipo de custo; actividad; serviço; servicio; service",
    "unit": "unidade; unidad; por",
    "rate": "taxa; tarifa; valor; custo unitário; price; tasa",
    "from": "desde; a partir de; vigência; início; valid from; start; effective from; vigente desde",
    "case_id": """
        chamado; protocolo; nº protocolo; ticket; ticket id; caso; case; case no; case number; reclamação; nº
        chamado; id caso
    """,
    "opened_at": """
        abertura; data de abertura; aberto em; data abertura; opened; created at; created; open date; fecha de
        apertura; apertura
    """,
    "resolved_at": """
        solução; data de solução; resolvido em; encerramento; data de encerramento; fechado em; closed at;
        resolved; resolution date; fecha de cierre
    """,
    "nature": "natureza; assunto; motivo; tipo; subject; type; category; naturaleza; asunto",
    "severity": "gravidade; prioridade; severidade; priority; prioridad; gravedad",
    "compensation": "compensação; indenização; ressarcimento; reembolso; refund; compensación; indemnización",
    "satisfaction": "satisfação; nota; CSAT; satisfacción; rating",
    "score": "nota; pontuação; rating; puntuación; nota nps; resposta",
    "comment": "comentário; observação; comments; comentario; observación",
    "question": "pergunta; pregunta",
    "answer": "resposta; response; respuesta",
    "opportunity_id": "oportunidade; id oportunidade; negócio; opportunity; deal; deal id; oportunidad; proposta",
    "stage": "etapa; fase; estágio; deal stage; sales stage; status",
    "competitor": "concorrente; competidor",
    "opened_on": "abertura; data de abertura; criado em; engage date; created; open date; fecha de apertura",
    "closed_on": "fechamento; data de fechamento; fechado em; close date; closed; fecha de cierre",
    "arm": "grupo; braço; group; segment; variante; variant; grupo de controle",
    "action": "ação; tratamento; treatment; oferta; offer; acción",
    "subscription_id": "assinatura; contrato; nº contrato; contract; contract id; subscription; suscripción",
    "plan": "plano; plan name; pacote; paquete",
    "monthly_fee": "mensalidade; valor mensal; monthly charges; monthly price; mrr; cuota mensual",
    "started_on": "início; data de início; start date; started; inicio; fecha de inicio",
    "ended_on": "término; fim; data de término; cancelamento; data de cancelamento; end date; ended; fin; fecha de fin",
    "estimated_annual_spend": """
        gasto anual; gasto anual estimado; potencial; compra anual; annual spend; gasto estimado
    """,
    "as_of": "data; data base; data de referência; date; reference date; fecha",
    "confidence": "confiança; confianza",
}

SYNONYMS: dict[str, tuple[str, ...]] = {
    column: tuple(" ".join(name.split()) for name in names.split(";")) for column, names in _SYNONYMS.items()
}
"""Other names of each stored column, likelier ones first."""
